/** The construct in a stack of one's own. */
import { CfnParameter, Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { entryPoints } from '#lib/bundle.ts';
import { MessageCenterStack } from '#lib/message-center-stack.ts';
import type { MessageCenterProps } from '#lib/message-center.ts';
import { functionsOf, grantsOf, resourcesOf, synthesizeInOwnStack, testApp, written } from './synthesized.ts';

/** As it is without any props of its own. */
const { messages: plain, stack, template: plainTemplate } = synthesizeInOwnStack();

describe('a message center in a stack of its own', () => {
  it('needs no props', () => {
    expect(functionsOf(plainTemplate).size).toBe(entryPoints.length);
  });

  it('passes its settings on', () => {
    const { template } = synthesizeInOwnStack(() => ({ messagesToLoad: 30, sendsPerMinute: 0, notify: 'inline' }));
    const environmentOf = (id: string) => functionsOf(template).get(id)?.Properties['Environment'];

    expect(environmentOf('MessagesHttpApiMessages')).toMatchObject({
      Variables: { MESSAGES_TO_LOAD: '30', SENDS_PER_MINUTE: '0' },
    });
    expect(environmentOf('MessagesMessageStreamConsumer')).toMatchObject({ Variables: { NOTIFY: 'inline' } });
    // Only where entries travel in their announcement are they read with the sockets.
    const [inline, ids] = [template, plainTemplate].map((each) => grantsOf(each, 'MessagesMessageStreamConsumer'));
    expect(inline?.filter((grant) => !ids?.includes(grant))).toEqual([
      'dynamodb:BatchGetItem {MessagesTablesMessages.Arn}',
    ]);
  });

  it('gives access to its parts', () => {
    const resolved = (value: unknown) => written(stack.resolve(value));

    expect(plain.functions).toHaveLength(entryPoints.length);
    expect(plain.functions).toContain(plain.httpApi.functions.messages.lambda);
    expect(plain.functions).toContain(plain.webSocketApi.functions.connect.lambda);
    expect(plain.functions).toContain(plain.messageStream.consumer.lambda);
    expect(plain.functions).toContain(plain.userPoolTrigger);
    expect(resolved(plain.tables.users.tableName)).toBe('{MessagesTablesUsers}');
    expect(resolved(plain.httpApi.api.apiId)).toBe('{MessagesHttpApi}');
    expect(resolved(plain.webSocketApi.api.apiId)).toBe('{MessagesWebSocketApi}');
    expect(resolved(plain.userPool.userPoolId)).toBe('{MessagesIdentityUserPool}');
    expect(resolved(plain.userPoolClient.userPoolClientId)).toBe('{MessagesIdentityClient}');
    expect(resolved(plain.site.distribution.distributionDomainName)).toBe('{MessagesSiteDistribution.DomainName}');
    expect(resolved(plain.site.bucket.bucketName)).toBe('{MessagesSiteFiles}');
  });

  it('has metrics that take the usual options', () => {
    expect(plain.metricIteratorAge()).toMatchObject({ metricName: 'IteratorAge', statistic: 'Maximum' });
    expect(plain.metricDeadLetters({ period: Duration.minutes(5) }).period.toMinutes()).toBe(5);
    expect(plain.metricSkippedEntries({ label: 'skipped' })).toMatchObject({ statistic: 'Sum', label: 'skipped' });
  });

  it.each([
    ['a setting out of range', { messagesToLoad: 0 }, 'messagesToLoad must be a whole number from 1 to 100; it is 0.'],
    ['a setting of another type', { retainData: 'no' }, 'retainData must be true or false; it is "no".'],
    ['a misspelled prop', { alarmTopics: {} }, 'There is no setting alarmTopics. Did you mean alarmTopic?'],
    ['a page that is not built', { page: 'test' }, 'The folder test holds no index.html.'],
  ])('refuses %s', (_, props, message) => {
    expect(() => synthesizeInOwnStack(() => props as MessageCenterProps)).toThrow(message);
  });
});

describe('the alarms', () => {
  const alarmActionsIn = (template: Template) =>
    resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties['AlarmActions']);

  it('notify the topic that was handed in', () => {
    const { messages, template } = synthesizeInOwnStack((own) => ({ alarmTopic: new Topic(own, 'Team') }));
    const actions = alarmActionsIn(template) as unknown[][];

    expect(messages.alarms.length).toBeGreaterThan(10);
    expect(actions.map((targets) => targets.map(written))).toEqual(messages.alarms.map(() => ['{Team}']));
    expect(resourcesOf(template, 'AWS::SNS::Topic').map(([id]) => id.slice(0, -8))).toEqual(['Team']);
    expect(resourcesOf(template, 'AWS::SNS::Subscription')).toEqual([]);
  });

  it('are mailed through that topic if there is an address too', () => {
    const { template } = synthesizeInOwnStack((own) => ({
      alarmTopic: new Topic(own, 'Team'),
      alarmEmail: 'ops@example.com',
    }));
    const subscriptions = resourcesOf(template, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties);

    expect(subscriptions).toMatchObject([{ Protocol: 'email', Endpoint: 'ops@example.com' }]);
    expect(subscriptions.map(({ TopicArn }) => written(TopicArn))).toEqual(['{Team}']);
    expect(resourcesOf(template, 'AWS::SNS::Topic')).toHaveLength(1);
  });

  it('are mailed to an address that CloudFormation fills in', () => {
    const { template } = synthesizeInOwnStack((own) => ({
      alarmEmail: new CfnParameter(own, 'OnCall').valueAsString,
    }));
    const subscriptions = resourcesOf(template, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties);

    expect(subscriptions.map(({ Endpoint }) => written(Endpoint))).toEqual(['{OnCall}']);
  });

  it('are only shown in the console without a topic and an address', () => {
    expect(plain.alarmTopic).toBeUndefined();
    expect(alarmActionsIn(plainTemplate)).toEqual(plain.alarms.map(() => undefined));
  });
});

describe('staging beside production', () => {
  /** Properties that name a resource; within an account and a region each name is given once. */
  const PHYSICAL_NAME = /^((Table|Function|Role|Bucket|Queue|Topic|Alarm|LogGroup|UserPool)?Name)$/;

  function physicalNamesIn(template: Template): string[] {
    const { Resources } = template.toJSON() as { Resources: Record<string, { Type: string; Properties?: object }> };
    return Object.values(Resources)
      .filter(({ Type }) => !/Authorizer$|Permission$|EventSourceMapping$|^Custom/.test(Type))
      .flatMap(({ Properties = {} }) => [Properties, ...Object.values(Properties)])
      .flatMap((holder: unknown) => (typeof holder === 'object' && holder !== null ? Object.entries(holder) : []))
      .filter(([property]) => PHYSICAL_NAME.test(property))
      .map(([, name]) => JSON.stringify(name));
  }

  it('shares no physical name with it', () => {
    const [staging = [], production = []] = ['Staging', 'Production'].map((name) =>
      physicalNamesIn(Template.fromStack(new MessageCenterStack(testApp(), name))),
    );

    expect(staging).not.toEqual([]);
    expect(staging.filter((name) => production.includes(name))).toEqual([]);
  });
});
