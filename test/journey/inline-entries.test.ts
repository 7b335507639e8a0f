/** Messages whose texts travel in their announcement: who gets them, and what a delivered one uses of AWS. */

import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { TEXT } from '#bench/constants.ts';
import { ServerFrame } from '#contract/frames.ts';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import type { Entry } from '#contract/schemas.ts';
import type { Cloud } from '#local/cloud.ts';
import { totalOf, usageBetween } from '#local/usage/meter.ts';
import { type SignedIn, signIn, signUpAndIn, startTestCloud } from '../support/cloud.ts';
import { inlineAssemblyWith } from '../support/edited-assembly.ts';

interface Device extends SignedIn {
  readonly socket: WebSocket;
  readonly connectionId: string;
  /** Every frame about new entries. */
  readonly frames: readonly Extract<ServerFrame, { type: 'messages' }>[];
  received(): readonly Entry[];
}

/** Nothing waits so long, even on a busy machine. */
const PATIENCE = { timeout: 20_000 };

let cloud: Cloud;
let [ann, phone, ben, cat]: Device[] = [];
let after = 0;

async function open(person: SignedIn): Promise<Device> {
  const socket = new WebSocket(cloud.webSocketUrl, [SUBPROTOCOL, BEARER_PREFIX + person.accessToken]);
  const frames: Device['frames'][number][] = [];
  const connectionId = await new Promise<string>((resolve, reject) => {
    socket.once('error', reject).once('open', () => socket.send('{"action":"ping"}'));
    socket.on('message', (data: Buffer) => {
      const frame = ServerFrame.parse(JSON.parse(data.toString()));
      if (frame.type === 'pong') resolve(frame.connectionId);
      if (frame.type === 'messages') frames.push(frame);
    });
  });
  return { ...person, socket, connectionId, frames, received: () => frames.flatMap(({ entries = [] }) => entries) };
}

async function send(body: object): Promise<Entry> {
  const sent = await fetch(`${cloud.apiUrl}/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ann?.accessToken}`,
      'content-type': 'application/json',
      'x-connection-id': ann?.connectionId ?? '',
    },
    body: JSON.stringify({ recipient: ben?.username, clientId: randomUUID(), after, ...body }),
  });
  const entry = (await sent.json()) as Entry;
  after = entry.seq;
  await vi.waitFor(() => expect(ben?.frames.flatMap(({ ids }) => ids)).toContain(entry.id), PATIENCE);
  await cloud.idle();
  return entry;
}

const download = async (device: Device | undefined, { id }: Entry): Promise<unknown> =>
  (await device?.fetch('GET', `/messages/${id}`))?.json();

beforeAll(async () => {
  cloud = await startTestCloud({ assembly: await inlineAssemblyWith({}) });
  const people = await Promise.all([1, 2, 3].map(() => signUpAndIn(cloud)));
  const [first, second, third] = people;
  if (!first || !second || !third) throw new Error('Nobody signed up.');
  // The phone is another session of hers.
  const again = await signIn(cloud, first.username);
  [ann, phone, ben, cat] = await Promise.all([first, again, second, third].map(open));
  // The first message opens the conversation.
  await send({ body: 'hello' });
});
afterAll(() => cloud.close());

it('a text comes to both people as each would download it, and to nobody else', async () => {
  const sent = await send({ body: 'between us' });

  expect(ben?.received()).toContainEqual(await download(ben, sent));
  expect(phone?.received()).toContainEqual(await download(phone, sent));
  expect(phone?.received().at(-1)).toHaveProperty('clientId');
  expect(ben?.received().at(-1)).not.toHaveProperty('clientId');
  expect(cat?.frames).toEqual([]);
  // The socket that sent it knows already.
  expect(ann?.frames).toEqual([]);
});

it('a reply comes by its id, since it is shown with what it quotes', async () => {
  const answered = await send({ body: 'tea?' });

  const reply = await send({ body: 'or coffee?', replyTo: answered.id });

  expect(ben?.received().map(({ id }) => id)).not.toContain(reply.id);
  expect(await download(ben, reply)).toMatchObject({ quote: { body: 'tea?' } });
});

it('a delivered text of 200 bytes takes no download, and the units of one with it', async () => {
  const before = cloud.usage();
  await send({ body: TEXT });

  const { calls, readUnits, writeUnits, requests, messages, invocations } = totalOf(
    usageBetween(before, cloud.usage()),
  );
  // The sender's phone is told as well.
  expect({ calls, readUnits, writeUnits, requests, messages, invocations }).toEqual({
    calls: { BatchGetItem: 3, PutItem: 2, 'POST @connections': 2 },
    readUnits: 5.5,
    writeUnits: 2,
    requests: 1,
    messages: 2,
    invocations: 3,
  });
});

it('a session that has ended gets no text, even while its socket is open', async () => {
  const before = phone?.frames.length;
  await end(phone);

  const sent = await send({ body: 'after its end' });

  expect(await download(ann, sent)).toMatchObject({ body: 'after its end' });
  expect(phone?.socket.readyState).toBe(WebSocket.OPEN);
  expect(phone?.frames).toHaveLength(before ?? 0);
});

/** Ends the session of a device as where its sockets could not be closed: they are in the table, and open. */
async function end(device: Device | undefined): Promise<void> {
  const outputs = (await (await fetch(`${cloud.siteUrl}/_local/outputs`)).json()) as Readonly<Record<string, string>>;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const database = new DynamoDBClient({ endpoint: cloud.awsUrl, region: 'local', credentials });
  const { origin_jti: session } = JSON.parse(
    Buffer.from(device?.accessToken.split('.')[1] ?? '', 'base64url').toString(),
  ) as { readonly origin_jti: string };
  const mark = new UpdateCommand({
    TableName: outputs['ConnectionsTable'],
    Key: { username: device?.username },
    UpdateExpression: 'SET #ended = :now',
    ConditionExpression: 'attribute_exists(username)',
    ExpressionAttributeNames: { '#ended': `x#${session}` },
    ExpressionAttributeValues: { ':now': Date.now() },
  });
  await DynamoDBDocumentClient.from(database).send(mark);
  database.destroy();
}
