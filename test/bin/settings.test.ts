/** How the app reads its settings from the context. */

import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readSettings } from '#bin/settings.ts';
import { resolveSettings, settingNames } from '#lib/settings.ts';

/** As the app does: the construct resolves what the context gives. */
const settingsOf = (context: Record<string, unknown>) => {
  const app = new App({ context });
  const { stackName, waf, settings } = readSettings(app.node.getAllContext() as Record<string, unknown>);
  return { stackName, waf, ...resolveSettings(settings) };
};

const LOG_DAYS =
  'one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653';

describe('the settings of the app', () => {
  it('all have defaults, which cdk.json names', () => {
    const defaults = {
      stackName: 'MessageCenter',
      waf: false,
      messagesToLoad: 15,
      logGeneration: 1,
      userPoolGeneration: 1,
      sendsPerMinute: 60,
      sendBurst: 20,
      conversationsPerHour: 20,
      postsPerDay: 3,
      openPosts: 10,
      postShards: 1,
      notify: 'ids',
      attachmentMegabytes: 10,
      attachmentsPerHour: 50,
      attachmentMegabytesPerMonth: 1_000,
      mailsPerHour: 30,
      pushHosts: 'fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com',
      mailsPerDay: 0,
      accountConcurrency: 1000,
      consumerConcurrency: 0,
      authorizerConcurrency: 0,
      monthlyBudget: 0,
      logDays: 30,
      recoveryDays: 35,
      copyDays: 7,
      requestsPerSecond: 10_000,
      requestBurst: 5_000,
      retainData: true,
      deletionProtection: true,
      gatewayLogsRole: true,
    };
    const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
    const own = Object.entries(context).filter(([name]) => /^[a-z]+$/i.test(name));

    expect(settingsOf({})).toEqual(defaults);
    expect(own.map(([name]) => name).filter((name) => name !== 'waf')).toEqual(['stackName', ...settingNames]);
    expect(Object.fromEntries(own.filter(([, value]) => value !== null))).toEqual(defaults);
    expect(settingsOf(context)).toEqual(defaults);
  });

  it('come from the context, as values or as text from a command line', () => {
    const chosen = {
      stackName: 'Staging',
      waf: true,
      messagesToLoad: 30,
      logGeneration: 2,
      userPoolGeneration: 2,
      sendsPerMinute: 0,
      sendBurst: 1,
      conversationsPerHour: 0,
      postsPerDay: 0,
      openPosts: 100,
      postShards: 16,
      notify: 'inline',
      attachmentMegabytes: 25,
      attachmentsPerHour: 0,
      attachmentMegabytesPerMonth: 0,
      mailsPerHour: 0,
      pushHosts: 'push.example.com',
      mailsPerDay: 200,
      accountConcurrency: 170,
      consumerConcurrency: 50,
      authorizerConcurrency: 20,
      monthlyBudget: 100,
      logDays: 90,
      recoveryDays: 7,
      copyDays: 14,
      requestsPerSecond: 500,
      requestBurst: 1_000,
      alarmEmail: 'ops@example.com',
      scanUploadsFrom: '2026-12-01',
      backupVaultArn: 'arn:aws:backup:eu-west-1:210987654321:backup-vault:copies',
      replicaBucketArn: 'arn:aws:s3:::copies',
      mailFrom: 'hello@mail.example.com',
      domainName: 'app.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
      webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1',
      termsUrl: 'https://example.com/terms',
      privacyUrl: 'https://example.com/privacy?lang=en',
      imprintUrl: 'https://example.com/#imprint',
      retainData: false,
      deletionProtection: false,
      gatewayLogsRole: false,
    };
    const asText = Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, String(value)]));

    expect(settingsOf(chosen)).toEqual(chosen);
    expect(settingsOf(asText)).toEqual(chosen);
  });

  it.each([
    ['messagesToLoad', 0, 'a whole number from 1 to 100'],
    ['messagesToLoad', 101, 'a whole number from 1 to 100'],
    ['messagesToLoad', 1.5, 'a whole number from 1 to 100'],
    ['messagesToLoad', '1.5', 'a whole number from 1 to 100'],
    ['messagesToLoad', 'many', 'a whole number from 1 to 100'],
    ['messagesToLoad', '', 'a whole number from 1 to 100'],
    ['logDays', true, LOG_DAYS],
    ['logDays', '0x1e', LOG_DAYS],
    ['logDays', '30.0', LOG_DAYS],
    ['logDays', [30], LOG_DAYS],
    ['scanUploadsFrom', '2026-02-31', 'a day, such as 2026-12-01'],
    ['sendsPerMinute', -1, 'a whole number from 0 to 60000'],
    ['sendBurst', 0, 'a whole number from 1 to 1000'],
    ['conversationsPerHour', 'some', 'a whole number from 0 to 10000'],
    ['attachmentMegabytes', 101, 'a whole number from 1 to 100'],
    ['attachmentMegabytesPerMonth', -1, 'a whole number from 0 to 1000000'],
    ['mailsPerHour', -1, 'a whole number from 0 to 10000'],
    ['pushHosts', '', 'names of hosts, separated by commas'],
    ['pushHosts', 'https://push.example.com', 'names of hosts, separated by commas'],
    ['pushHosts', 'push.example.com:8443', 'names of hosts, separated by commas'],
    ['pushHosts', '169.254.169.254', 'names of hosts, separated by commas'],
    ['pushHosts', 'localhost', 'names of hosts, separated by commas'],
    ['pushHosts', '*', 'names of hosts, separated by commas'],
    ['mailsPerDay', -1, 'a whole number from 0 to 10000000'],
    ['accountConcurrency', 9, 'a whole number from 10 to 1000000'],
    ['consumerConcurrency', 1001, 'a whole number from 0 to 1000'],
    ['monthlyBudget', -5, 'a whole number from 0 to 1000000'],
    ['logDays', 31, LOG_DAYS],
    ['recoveryDays', 36, 'a whole number from 1 to 35'],
    ['requestsPerSecond', 0, 'a whole number from 1 to 100000'],
    ['requestBurst', 100_001, 'a whole number from 1 to 100000'],
    ['alarmEmail', 'nobody', 'an e-mail address'],
    ['alarmEmail', 'a@b', 'an e-mail address'],
    ['mailFrom', 'Message center <hello@example.com>', 'an e-mail address'],
    ['scanUploadsFrom', '2026-13-01', 'a day, such as 2026-12-01'],
    ['scanUploadsFrom', 'tomorrow', 'a day, such as 2026-12-01'],
    ['mailFrom', 7, 'an e-mail address'],
    ['domainName', 'https://app.example.com', 'a host name, such as app.example.com'],
    ['domainName', 'App.example.com', 'a host name, such as app.example.com'],
    ['certificateArn', 'arn:aws:acm:eu-central-1:123456789012:certificate/1', 'the ARN of a certificate in us-east-1'],
    ['webAclArn', 'acl', 'the ARN of a web ACL for CloudFront'],
    ['termsUrl', 'example.com/terms', 'an address that begins with https://'],
    ['privacyUrl', 'http://example.com', 'an address that begins with https://'],
    ['imprintUrl', 'https://', 'an address that begins with https://'],
    ['retainData', 'no', 'true or false'],
    ['retainData', 0, 'true or false'],
    ['waf', 'yes', 'true or false'],
    ['gatewayLogsRole', 'arn:aws:iam::123456789012:role/logs', 'true or false'],
    ['stackName', 'message center', 'letters, digits and hyphens, a letter first'],
    ['stackName', ['Staging'], 'letters, digits and hyphens, a letter first'],
    ['stackName', true, 'letters, digits and hyphens, a letter first'],
    ['stackName', '2nd', 'letters, digits and hyphens, a letter first'],
  ])('refuse %s=%j and say what they take', (name, value, expectation) => {
    const shown = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

    expect(() => settingsOf({ [name]: value })).toThrow(
      `The setting ${name} must be ${expectation}; it is ${JSON.stringify(shown)}.`,
    );
  });

  it.each([
    [{ accountConcurrency: 10 }, 1, 0, 10],
    [{ accountConcurrency: 169 }, 50, 20, 169],
    [{}, 500, 401, 1000],
  ])('refuse to set more aside than %j has', (account, consumerConcurrency, authorizerConcurrency, quota) => {
    const setAside = consumerConcurrency + authorizerConcurrency;

    expect(() => settingsOf({ ...account, consumerConcurrency, authorizerConcurrency })).toThrow(
      `The settings consumerConcurrency and authorizerConcurrency set ${setAside} aside. ` +
        `Of accountConcurrency (${quota}), 100 must be left.`,
    );
    expect(settingsOf(account)).toMatchObject({ accountConcurrency: quota });
  });

  it.each([
    ['mesagesToLoad', 'messagesToLoad'],
    ['messagestoload', 'messagesToLoad'],
    ['sendsPerMinutes', 'sendsPerMinute'],
    ['mailForm', 'mailFrom'],
    ['stacksName', 'stackName'],
  ])('refuse the misspelled name %s', (misspelled, nearest) => {
    expect(() => settingsOf({ [misspelled]: '30' })).toThrow(
      `There is no setting ${misspelled}. Did you mean ${nearest}?`,
    );
  });

  it('refuse a name that is like none of them, with all of theirs', () => {
    expect(() => settingsOf({ colour: 'red' })).toThrow(/There is no setting colour\. .*stackName, messagesToLoad, /);
  });

  it("leave the CDK's own context alone", () => {
    const own = {
      'cli-telemetry': false,
      '@aws-cdk/core:target-partitions': ['aws'],
      'aws:cdk:bundling-stacks': ['**'],
      'availability-zones:account=123456789012:region=eu-central-1': ['eu-central-1a'],
    };

    expect(settingsOf(own)).toEqual(settingsOf({}));
  });
});
