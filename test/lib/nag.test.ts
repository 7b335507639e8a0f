/** What cdk-nag finds in the stacks: each finding has a reason beside its construct, and each reason a finding. */
import type { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { CopiesStack } from '#lib/copies-stack.ts';
import { EdgeStack } from '#lib/edge-stack.ts';
import { Serverless, Solutions, reasonsIn } from './nag-findings.ts';
import { messageCenterStack, testApp } from './synthesized.ts';

const stacks: Readonly<Record<string, () => Stack>> = {
  'a message center by default': () => messageCenterStack(),
  'a message center with all that settings add': () =>
    messageCenterStack({
      alarmEmail: 'ops@example.com',
      monthlyBudget: 50,
      scanUploadsFrom: '2026-12-01',
      backupVaultArn: 'arn:aws:backup:eu-west-1:210987654321:backup-vault:copies',
      replicaBucketArn: 'arn:aws:s3:::copies',
      mailFrom: 'hello@example.com',
      domainName: 'app.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
      webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1',
      consumerConcurrency: 50,
      authorizerConcurrency: 20,
    }),
  'a message center that leaves nothing behind': () =>
    messageCenterStack({ retainData: false, deletionProtection: false, gatewayLogsRole: false }),
  'the copies in another account': () =>
    new CopiesStack(testApp(), 'Copies', { copiesOf: '123456789012', copyDays: 7 }),
  'certificate and web ACL': () => new EdgeStack(testApp(), 'Edge', { domainName: 'app.example.com', waf: true }),
};

describe.each(Object.entries(stacks))('%s', (_, create) => {
  const stack = create();
  const packs = [new Solutions(), new Serverless()];
  const reports = packs.map((pack) => pack.validateScope(stack));
  const found = packs.flatMap((pack) => pack.found);

  it('has a reason for every finding', () => {
    const unexplained = reports
      .flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${constructPath} ${ruleName}`),
      );

    expect(unexplained).toEqual([]);
  });

  it('has a finding for every reason', () => {
    const unneeded = reasonsIn(stack)
      .filter(({ path, id }) => !found.some((each) => each.id === id && `${each.path}/`.startsWith(`${path}/`)))
      .map(({ path, id }) => `${path} ${id}`);

    expect(unneeded).toEqual([]);
  });
});
