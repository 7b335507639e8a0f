/** Reading what travels in announcements, against a mocked DynamoDB. */

import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, it } from 'vitest';
import { inlineReader } from '#functions/aws/inline-reader.ts';
import { dynamo } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { messages } from '../support/entries.ts';
import { sockets } from '../support/stream.ts';

const read = inlineReader('connections', 'messages', () => NOW);

const requests = () => dynamo.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems);

beforeEach(() => dynamo.reset());

it('sockets are read strongly, and entries with them, as a download reads them', async () => {
  const [entry] = messages(1);
  dynamo
    .on(BatchGetCommand)
    .resolves({ Responses: { connections: [sockets('bob', ['b1'])], messages: [entry ?? {}] } });

  const found = await read(['alice', 'bob'], [{ conversation: 'alice~bob', seq: 1 }]);

  expect(found).toMatchObject({ sockets: [{ username: 'bob', connectionId: 'b1' }], entries: [entry] });
  expect(requests()).toEqual([
    {
      connections: { Keys: [{ username: 'alice' }, { username: 'bob' }], ConsistentRead: true },
      messages: { Keys: [{ conversation: 'alice~bob', seq: 1 }] },
    },
  ]);
});

it('a socket of an ended session is none, nor is one that is too old', async () => {
  const items = [
    { ...sockets('alice', ['a1']), 'x#session': NOW - 1 },
    sockets('bob', ['b1'], NOW - 3 * 3_600_000),
    { username: 'carol', 'c#c1': { session: 'session', connectedAt: NOW, issuedAt: NOW - 1 }, endedBefore: NOW },
  ];
  dynamo.on(BatchGetCommand).resolves({ Responses: { connections: items } });

  expect((await read(['alice', 'bob', 'carol'], [])).sockets).toEqual([]);
  expect(requests()).toMatchObject([{ connections: { Keys: { length: 3 } } }]);
});

it('a hundred keys are read at a time', async () => {
  dynamo.on(BatchGetCommand).resolves({ Responses: {} });

  await read(
    Array.from({ length: 150 }, (_, i) => `p${i}`),
    messages(100),
  );

  expect(requests()).toMatchObject([
    { connections: { Keys: { length: 100 } } },
    { connections: { Keys: { length: 50 } }, messages: { Keys: { length: 50 } } },
    { messages: { Keys: { length: 50 } } },
  ]);
});
