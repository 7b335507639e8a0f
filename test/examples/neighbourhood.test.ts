/** The example of a message center in a stack of one's own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { NeighbourhoodStack } from '#examples/neighbourhood.ts';
import { resourcesOf, written } from '../lib/synthesized.ts';
import { signUpAndIn, startTestCloud } from '../support/cloud.ts';

const assembly = mkdtempSync(join(tmpdir(), 'message-center-example-'));
let template: Template;

beforeAll(() => {
  const app = new App({ outdir: assembly });
  template = Template.fromStack(new NeighbourhoodStack(app, 'Neighbourhood'));
});

describe('the example', () => {
  it('sends every alarm to its own topic', () => {
    const actions = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
      (Properties['AlarmActions'] as unknown[]).map(written),
    );

    expect(actions.length).toBeGreaterThan(0);
    expect(actions).toEqual(actions.map(() => ['{OnCall}']));
    expect(resourcesOf(template, 'AWS::SNS::Topic')).toHaveLength(1);
  });

  it("says the page's address", () => {
    const outputs = template.findOutputs('*') as Record<string, { Value: unknown }>;

    expect(Object.entries(outputs).map(([name, { Value }]) => [name, written(Value)])).toEqual([
      ['PageUrl', 'https://{MessagesSiteDistribution.DomainName}'],
    ]);
  });

  it('runs on the local cloud as it is', async () => {
    const cloud = await startTestCloud({ assembly });
    onTestFinished(() => cloud.close());
    const person = await signUpAndIn(cloud);

    const sent = await person.fetch('POST', '/messages', { recipient: person.username, body: 'a note' });

    expect(sent.status).toBe(201);
  });
});
