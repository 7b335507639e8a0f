/** What the consumer gave up, redriven by the command as people run it. */

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { signUpAndIn, startTestCloud } from '../support/cloud.ts';
import { editAssembly } from '../support/edited-assembly.ts';

interface Redriven {
  readonly failed: boolean;
  readonly said: string;
}

function redrive(environment: Readonly<Record<string, string>>): Promise<Redriven> {
  const { STACK: _, ...inherited } = process.env;
  const env = { ...inherited, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'bin/redrive.ts'], { env }, (error, out, err) =>
      resolve({ failed: error !== null, said: out + err }),
    );
  });
}

it('dead letters bring a message into the inboxes that lacked it', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'message-center-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  // The consumer may write no head, and has one attempt.
  const assembly = await editAssembly({
    edit: (resources) => {
      for (const [id, { Type, Properties }] of Object.entries(resources)) {
        if (Properties['StartingPosition'] !== undefined) Properties['MaximumRetryAttempts'] = 0;
        if (Type !== 'AWS::IAM::Policy' || !id.startsWith('MessageStreamConsumer')) continue;
        const { Statement } = Properties['PolicyDocument'] as { Statement: { Action: string | string[] }[] };
        for (const statement of Statement)
          statement.Action = [statement.Action].flat().filter((action) => action !== 'dynamodb:PutItem');
      }
    },
  });
  const cloud = await startTestCloud({ assembly, dataDir });
  onTestFinished(() => cloud.close());
  const [ann, ben] = await Promise.all([signUpAndIn(cloud), signUpAndIn(cloud)]);
  const inbox = async () => {
    const { items } = (await (await ben.fetch('GET', '/conversations')).json()) as { items: { lastSeq: number }[] };
    return items.map(({ lastSeq }) => lastSeq);
  };
  const letters = async () =>
    (await readdir(join(dataDir, 'buckets'), { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const { port } = new URL(cloud.siteUrl);
  const environment = { PORT: port, DATA_DIR: dataDir, AWS_ENDPOINT_URL: cloud.awsUrl };

  await ann.fetch('POST', '/messages', { recipient: ben.username, body: 'lost?' });
  await cloud.idle();
  expect([await inbox(), (await letters()).length]).toEqual([[], 1]);
  const redriven = await redrive(environment);
  const again = await redrive(environment);

  expect(redriven).toEqual({ failed: false, said: expect.stringContaining('1 dead letter(s) redriven, 0 left.') });
  expect(again).toEqual({ failed: false, said: expect.stringContaining('0 dead letter(s) redriven, 0 left.') });
  expect([await inbox(), await letters()]).toEqual([[1], []]);
});

it('the command says where it found no message center', async () => {
  expect(await redrive({ PORT: '1' })).toEqual({
    failed: true,
    said: expect.stringMatching(/No message center answers at .*:1\. .*npm start.*STACK/),
  });
});
