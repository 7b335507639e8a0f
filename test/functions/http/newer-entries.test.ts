/** Entries that a newer version wrote: every answer has their place, none has their content, and nothing fails. */

import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { getConversation, listConversations, readLog } from '#contract/routes/conversations.ts';
import { exportMe } from '#contract/routes/export.ts';
import { getMessage, listMessages, sendMessage } from '#contract/routes/messages.ts';
import { nextEntry, type Entry } from '#functions/core/entry.ts';
import { pool } from '../support/alice.ts';
import { dynamo } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { deletion, logOf, message, newerEntry } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call } from '../support/http.ts';
import { answerTables } from '../support/tables.ts';

stubEnvironment();
const messages = await import('#functions/http/messages.ts');
const conversations = await import('#functions/http/conversations.ts');
const users = await import('#functions/http/users.ts');
const stream = await import('#functions/stream/messages.ts');

const byBob = { sender: 'bob', recipient: 'alice' };
const [hello, later] = logOf(message('Hello'), message('Later'));
if (!hello || !later) throw new Error('The log is another one.');
const poll = newerEntry([hello], 'message', byBob);
const vote = newerEntry([hello, poll], 'change', byBob);
const placeOf = ({ seq }: Entry) => ({
  id: `alice~bob.${seq}`,
  seq,
  kind: 'poll',
  sender: 'bob',
  timestamp: expect.any(String) as unknown,
});

const rows = [
  { username: 'alice', peer: 'bob', createdAt: 0 },
  { username: 'bob', peer: 'alice', createdAt: 0 },
];
const answerLog = (...log: readonly Entry[]): void => answerTables({ logs: [log], rows });

beforeEach(() => {
  dynamo.reset();
  dynamo.on(PutCommand).resolves({});
  dynamo.on(UpdateCommand).resolves({});
  const bob = { username: 'bob', displayName: 'Bob', createdAt: 0 };
  dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({ Item: bob });
  answerLog(hello, poll, vote);
  dynamo.on(QueryCommand, { TableName: 'posts-table' }).resolves({ Items: [] });
});

describe('an entry of an unknown kind', () => {
  it('has its place in the log, and nothing else', async () => {
    const answer = await call(conversations.handler, readLog, { parameters: { peer: 'bob' }, query: { after: '0' } });

    expect(answer).toMatchObject({ status: 200, body: { items: [{ kind: 'message' }, {}, {}], more: false } });
    expect((answer.body as { items: unknown[] }).items.slice(1)).toEqual([placeOf(poll), placeOf(vote)]);
  });

  it('has its place by its id, and nothing else', async () => {
    for (const entry of [poll, vote])
      expect(await call(messages.handler, getMessage, { parameters: { id: `alice~bob.${entry.seq}` } })).toMatchObject({
        status: 200,
        body: placeOf(entry),
      });
  });

  it('is on a page of messages where its version counts it as one, and is passed over where not', async () => {
    const page = await call(messages.handler, listMessages, { query: { target: 'bob' } });

    expect(page).toMatchObject({ status: 200, body: { through: 3 } });
    expect((page.body as { items: unknown[] }).items).toEqual([placeOf(poll), expect.objectContaining({ seq: 1 })]);
  });

  it('ends no page early, and no page turns in circles around it', async () => {
    const polls: Entry[] = [];
    for (let i = 0; i < 40; i++) polls.push(newerEntry(polls, i % 2 ? 'change' : 'message', byBob));
    answerLog(...polls);

    const seqs: number[] = [];
    for (let before: number | undefined, pages = 0; pages < 10; pages++) {
      const query = { target: 'bob', limit: '3', ...(before !== undefined && { before: String(before) }) };
      const { body } = await call(messages.handler, listMessages, { query });
      const { items, next } = body as { items: { seq: number }[]; next?: number };
      seqs.push(...items.map(({ seq }) => seq));
      before = next;
      if (next === undefined) break;
    }

    expect(seqs).toEqual(Array.from({ length: 20 }, (_, i) => 39 - 2 * i));
  });

  it('can be the newest message of the inbox and of a conversation', async () => {
    const inbox = await call(conversations.handler, listConversations, {});
    const one = await call(conversations.handler, getConversation, { parameters: { peer: 'bob' } });

    expect(inbox).toMatchObject({
      status: 200,
      body: { items: [{ lastSeq: 3, unread: 1, lastMessage: placeOf(poll) }] },
    });
    expect((inbox.body as { items: [{ lastMessage: unknown }] }).items[0].lastMessage).toEqual(placeOf(poll));
    expect(one).toMatchObject({ status: 200, body: { lastSeq: 3, unread: 1, lastMessage: placeOf(poll) } });
  });

  it('leaves the inbox without a newest message where it is all that was ever written, and is none', async () => {
    answerLog(newerEntry([], 'change', byBob));

    const inbox = await call(conversations.handler, listConversations, {});
    const one = await call(conversations.handler, getConversation, { parameters: { peer: 'bob' } });

    expect(inbox).toMatchObject({ status: 200, body: { items: [{ lastSeq: 1 }] } });
    expect(one).toMatchObject({ status: 200, body: { lastSeq: 1 } });
    expect(JSON.stringify([inbox.body, one.body])).not.toContain('lastMessage');
  });

  it('is in the export by its place', async () => {
    pool.on(AdminGetUserCommand).resolves({ Username: 'alice', UserStatus: 'CONFIRMED', UserCreateDate: new Date(0) });
    dynamo.on(GetCommand, { TableName: 'posts-table' }).resolves({});
    dynamo.on(QueryCommand, { TableName: 'posts-table' }).resolves({});
    dynamo.on(QueryCommand, { TableName: 'postIndex-table' }).resolves({});

    const first = await call(users.handler, exportMe, {});
    const cursor = (first.body as { next: string }).next;
    const answer = await call(users.handler, exportMe, { query: { cursor } });

    expect(answer).toMatchObject({ status: 200 });
    expect(JSON.stringify(answer.body)).toContain('"kind":"poll"');
    expect(JSON.stringify(answer.body)).not.toContain('Coffee');
  });

  it('is followed by the next message, which keeps the counts', () => {
    expect(nextEntry(poll, message(), NOW)).toMatchObject({ seq: 3, counts: { alice: 2, bob: 1 }, lastMessage: 3 });
    expect(nextEntry(vote, deletion(1), NOW)).toMatchObject({ seq: 4, counts: { alice: 1, bob: 1 }, lastMessage: 2 });
  });

  it('is no repeat of a message under its clientId, also once its text was erased', async () => {
    const clientId = '6f1c2f0e-8f0f-4a51-9b57-0f6f3a1c2d3e';
    answerLog(hello, { ...poll, sender: 'alice', recipient: 'bob', clientId, digest: '' });

    const body = { recipient: 'bob', body: 'Hello', after: 1, clientId };

    expect(await call(messages.handler, sendMessage, { body })).toMatchObject({
      status: 409,
      body: { code: 'client-id-taken' },
    });
  });

  it('is projected and announced by the consumer, and changes no message', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const record = {
      eventName: 'INSERT' as const,
      dynamodb: { SequenceNumber: '1', Keys: { seq: { N: '3' } }, NewImage: marshall({ ...vote }) as never },
    };

    const answer = await stream.handler({ Records: [record] }, { getRemainingTimeInMillis: () => 60_000 });

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(dynamo).toHaveReceivedCommandWith(PutCommand, {
      Item: expect.objectContaining({ seq: 0, lastSeq: 3, lastMessage: 2 }) as never,
    });
    expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });
});
