/** Every alarm goes off by the fault that it watches for, and its topic is told. */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Cloud } from '#local/cloud.ts';
import type { Faults } from '#local/faults.ts';
import type { Notice } from '#local/sns/topics.ts';
import { synthesize } from '#start/synthesize.ts';
import { type SignedIn, signUpAndIn, startTestCloud } from '../support/cloud.ts';
import { editAssembly } from '../support/edited-assembly.ts';
import { uploadFile } from './uploads.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:team';

/** What nobody can wait for, or do often enough, in a test. The rest of each alarm is that of the template. */
const thresholds: Readonly<Record<string, number>> = {
  ApiErrors: 0,
  Latency: 200,
  Timeouts: 0.02,
  Concurrency: 1,
  FunctionErrors: 0,
  Throttles: 0,
  TableThrottles: 0,
  TableErrors: 0,
  Late: 500,
  DroppedFrames: 0,
  FailedSignIns: 2,
  Mails: 2,
};

let outDir: string;
let cloud: Cloud;
let usual: Faults;
let ann: SignedIn;
let ben: SignedIn;
const fired = new Set<string>();

const familyOf = (logicalId: string): string => /^Monitoring(.*?)\d?[0-9A-F]{8}$/.exec(logicalId)?.[1] ?? logicalId;
/** The newest notice before the test. */
let before: Notice | undefined;

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'message-center-alarms-'));
  const assembly = await editAssembly({
    // With the metrics that settings add.
    assembly: await synthesize({ outDir, context: { scanUploadsFrom: '2020-01-01' } }),
    edit: (resources) => {
      for (const [id, { Type, Properties }] of Object.entries(resources)) {
        if (Properties['StartingPosition'] !== undefined) Properties['MaximumRetryAttempts'] = 0;
        if (Type !== 'AWS::CloudWatch::Alarm') continue;
        Properties['AlarmActions'] = [TOPIC];
        Properties['Threshold'] = thresholds[familyOf(id)] ?? Properties['Threshold'];
      }
    },
  });
  cloud = await startTestCloud({ assembly });
  usual = { ...cloud.faults };
  [ann, ben] = await Promise.all([signUpAndIn(cloud), signUpAndIn(cloud)]);
});

beforeEach(() => {
  before = cloud.notices()[0];
});

afterEach(async () => {
  Object.assign(cloud.faults, usual);
  await cloud.idle();
  // Nothing of one test counts in the next.
  cloud.passMinutes(20);
});

afterAll(async () => {
  await cloud.close();
  await rm(outDir, { recursive: true, force: true });
});

const send = (): Promise<Response> =>
  ann.fetch('POST', '/messages', { recipient: ben.username, body: 'hello', clientId: randomUUID() });

/** Does something in each of three periods. */
async function threeTimes(periodMinutes: number, act: () => Promise<unknown>): Promise<void> {
  for (let period = 0; period < 3; period++) {
    await act();
    await cloud.idle();
    cloud.passMinutes(periodMinutes);
  }
}

/**
 * @returns whether an alarm went off in this test, as its topic was told. It may be over already: periods begin at
 * whole minutes, and the last minutes of a test may belong to another period.
 */
function goesOff(name: string): boolean {
  for (let minutes = 0; minutes < 4 && !wasTold(name); minutes++) cloud.passMinutes(1);
  if (!wasTold(name)) return false;
  fired.add(name);
  return true;
}

const wasTold = (name: string): boolean => {
  const notices = cloud.notices();
  const old = before ? notices.indexOf(before) : notices.length;
  return notices
    .slice(0, old)
    .some(({ topic, subject }) => topic === TOPIC && subject.startsWith(`ALARM: "Monitoring${name}`));
};

it('With nothing wrong, none goes off', async () => {
  cloud.passMinutes(16);
  await threeTimes(1, send);

  const alarming = cloud.alarms().filter(({ state, name }) => state === 'ALARM' && !(familyOf(name) in thresholds));
  expect(alarming).toEqual([]);
});

it('ApiErrors, TableThrottles: tables refuse all writes', async () => {
  cloud.faults.throttledWrites = 1;
  expect((await send()).status).toBeGreaterThanOrEqual(500);

  expect(goesOff('ApiErrors')).toBe(true);
  expect(goesOff('TableThrottles')).toBe(true);
});

it('TableErrors: writes reach no disk', async () => {
  cloud.faults.failedCommits = 1;
  await send();
  cloud.faults.failedCommits = 0;

  expect(goesOff('TableErrors')).toBe(true);
});

it('Latency, Timeouts: AWS calls take long', async () => {
  cloud.faults.awsCallDelayMs = 250;
  await threeTimes(5, send);

  expect(goesOff('Latency')).toBe(true);
  expect(goesOff('Timeouts')).toBe(true);
});

it('Throttles: Lambda refuses invocations', async () => {
  cloud.faults.throttledInvocations = 1;
  expect((await ann.fetch('GET', '/me')).status).toBe(500);
  cloud.faults.throttledInvocations = 0;

  expect(goesOff('Throttles')).toBe(true);
});

it('Concurrency: several invocations at once', async () => {
  // Longer than a busy machine takes to begin them.
  cloud.faults.awsCallDelayMs = 500;
  await Promise.all([ann.fetch('GET', '/me'), ben.fetch('GET', '/me'), ann.fetch('GET', '/conversations')]);

  expect(goesOff('Concurrency')).toBe(true);
});

it('FunctionErrors: a function throws', async () => {
  cloud.faults.throttledWrites = 1;
  const socket = new WebSocket(cloud.webSocketUrl, ['message-center.v1', `bearer.${ben.accessToken}`]);
  await once(socket, 'error');

  expect(goesOff('FunctionErrors')).toBe(true);
});

it('Schedules: the sweep cannot run', async () => {
  cloud.faults.throttledInvocations = 1;
  await cloud.runSchedules();

  expect(goesOff('Schedules')).toBe(true);
});

it('Skipped: GuardDuty does not scan', async () => {
  Object.assign(cloud.faults, { scanDelayMs: 3_600_000, storedEarlierMs: 16 * 60_000 });
  const call = async (...request: Parameters<SignedIn['fetch']>) => {
    const answer = await ann.fetch(...request);
    return { status: answer.status, body: await answer.json() };
  };
  const file = await uploadFile(cloud, { call }, Buffer.from('x'), { type: 'text/plain', name: 'a.txt' });
  const message = { recipient: ann.username, body: '', attachments: [file] };
  const { id } = (await (await ann.fetch('POST', '/messages', message)).json()) as { id: string };
  expect((await call('GET', `/messages/${id}/attachments`)).body).toMatchObject({ withheld: [{ id: file }] });

  expect(goesOff('Skipped')).toBe(true);
});

it('Late: records of a stream wait', async () => {
  cloud.faults.streamDelayMs = 600;
  await threeTimes(1, send);

  expect(goesOff('Late')).toBe(true);
});

it('StreamsStalled: nothing reads the streams', async () => {
  cloud.faults.stalledStreams = true;
  cloud.passMinutes(20);

  expect(goesOff('StreamsStalled')).toBe(true);
});

it('DeadLetters: a consumer gives up', async () => {
  cloud.faults.stalledStreams = true;
  expect((await send()).status).toBe(201);
  Object.assign(cloud.faults, { throttledWrites: 1, stalledStreams: false });
  await cloud.idle();

  expect(goesOff('DeadLetters')).toBe(true);
});

it('Skipped: a record holds no entry', async () => {
  const client = new DynamoDBClient({
    endpoint: cloud.awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const outputs = (await (await fetch(`${cloud.siteUrl}/_local/outputs`)).json()) as { MessagesTable: string };
  const Item = { conversation: { S: `a~${randomUUID()}` }, seq: { N: '1' } };
  await client.send(new PutItemCommand({ TableName: outputs.MessagesTable, Item }));
  client.destroy();
  await cloud.idle();

  expect(goesOff('Skipped')).toBe(true);
});

it('DroppedFrames: posts to sockets fail', async () => {
  const socket = new WebSocket(cloud.webSocketUrl, ['message-center.v1', `bearer.${ben.accessToken}`]);
  await once(socket, 'open');
  cloud.faults.throttledPosts = 1;
  await threeTimes(5, send);
  socket.close();

  expect(goesOff('DroppedFrames')).toBe(true);
});

it('FailedSignIns: somebody guesses', async () => {
  for (let guess = 0; guess < 3; guess++)
    await fetch(`${cloud.apiUrl}/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: `guessed${guess}`, password: 'wrong wrong wrong' }),
    });

  expect(goesOff('FailedSignIns')).toBe(true);
});

it('Mails: most of the mails of a day are sent', async () => {
  await signUpAndIn(cloud);

  expect(goesOff('Mails')).toBe(true);
});

it('That were all', () => {
  expect([...fired].toSorted()).toEqual([...new Set(cloud.alarms().map(({ name }) => familyOf(name)))].toSorted());
});

it('A page of the local cloud shows them', async () => {
  const shown = (await (await fetch(`${cloud.siteUrl}/_local/alarms`)).json()) as { alarms: unknown; notices: unknown };

  expect(shown).toEqual({ alarms: cloud.alarms(), notices: cloud.notices() });
});
