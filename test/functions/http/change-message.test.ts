/** PATCH and DELETE /messages/{id}, and its reactions. */

import { BatchGetCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { addReaction, deleteMessage, editMessage, removeReaction } from '#contract/routes/messages.ts';
import { withChanges } from '#functions/core/apply.ts';
import type { Entry } from '#functions/core/entry.ts';
import { answerQueries, conditionFailed, dynamo } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { deletion, edit as editOf, logOf, message } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Given, type Received } from '../support/http.ts';

stubEnvironment();
const { handler } = await import('#functions/http/messages.ts');

const id = 'alice~bob.1';
const key = { conversation: 'alice~bob', seq: 1 };

const edit = (body: unknown, given: Given = {}): Promise<Received> =>
  call(handler, editMessage, { parameters: { id }, body: { body }, ...given });
const remove = (given: Given = {}): Promise<Received> => call(handler, deleteMessage, { parameters: { id }, ...given });

const written = () =>
  dynamo.commandCalls(PutCommand, { TableName: 'messages-table' }).map(({ args: [{ input }] }) => input);
const updated = () => dynamo.commandCalls(UpdateCommand).map(({ args: [{ input }] }) => input);

/** Answers reads of the message with these items in turn, and then always with the last one. */
function answerMessage(...states: readonly (Entry | undefined)[]): void {
  const reads = dynamo.on(GetCommand, { TableName: 'messages-table' });
  for (const state of states.slice(0, -1)) reads.resolvesOnce(state ? { Item: { ...state } } : {});
  const last = states.at(-1);
  reads.resolves(last ? { Item: { ...last } } : {});
}

const [hello, edited, removed] = logOf(message('Hello'), editOf(1), deletion(1));
if (hello?.kind !== 'message' || edited?.kind !== 'edit' || removed?.kind !== 'deletion')
  throw new Error('The log is another one.');

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({});
  dynamo.on(PutCommand).resolves({});
  dynamo.on(UpdateCommand).resolves({ Attributes: {} });
  dynamo.on(BatchGetCommand).resolves({
    Responses: {
      'users-table': ['alice', 'bob'].map((username) => ({ username, displayName: username, createdAt: 0 })),
    },
  });
  answerQueries([hello]);
});

describe('PATCH /messages/{id}', () => {
  it('appends the edit, applies it by one guarded update, and answers with the message', async () => {
    answerMessage(hello, withChanges(hello, [edited]));

    expect(await edit(' Hello!\r\n')).toMatchObject({
      status: 200,
      body: { id, body: 'Hello!', editedAt: expect.any(String) },
    });
    expect(written()).toMatchObject([
      {
        ConditionExpression: 'attribute_not_exists(seq)',
        Item: {
          seq: 2,
          kind: 'edit',
          target: 1,
          body: 'Hello!',
          sender: 'alice',
          recipient: 'bob',
          counts: { alice: 1 },
          lastMessage: 1,
        },
      },
    ]);
    expect(updated()).toEqual([
      {
        TableName: 'messages-table',
        Key: key,
        ReturnValues: 'ALL_NEW',
        UpdateExpression:
          'SET original = if_not_exists(original, body), body = :body, editSeq = :seq, editedAt = :at ADD edits :edits',
        ConditionExpression:
          'kind = :kind AND attribute_not_exists(deletionSeq) AND ' +
          '(attribute_not_exists(editSeq) OR (attribute_exists(original) AND editSeq < :seq))',
        ExpressionAttributeValues: {
          ':kind': 'message',
          ':body': 'Hello!',
          ':seq': 2,
          ':at': NOW,
          ':edits': new Set([2]),
        },
      },
    ]);
  });

  it('overtaken by a newer edit is noted, so that its text is erased with the message', async () => {
    answerMessage(hello);
    dynamo
      .on(UpdateCommand)
      .rejectsOnce(conditionFailed())
      .resolves({ Attributes: { editSeq: 9 } });

    expect(await edit('Hello!')).toMatchObject({ status: 200 });
    expect(updated().slice(1)).toMatchObject([
      { Key: key, UpdateExpression: 'ADD edits :edits', ConditionExpression: 'kind = :kind' },
    ]);
  });

  it('of a message that an earlier version edited does not take the text of that edit for the first one', async () => {
    answerMessage({ ...hello, editSeq: 2, edits: new Set([2]) });
    answerQueries([hello, edited]);
    dynamo
      .on(UpdateCommand)
      .rejectsOnce(conditionFailed())
      .resolves({ Attributes: { editSeq: 2 } });

    expect(await edit('Hello again')).toMatchObject({ status: 200 });
    expect(updated().slice(1)).toMatchObject([
      { Key: key, UpdateExpression: 'ADD edits :edits' },
      {
        Key: key,
        UpdateExpression: 'SET body = :body, editSeq = :seq, editedAt = :at',
        ConditionExpression: 'kind = :kind AND attribute_not_exists(deletionSeq) AND editSeq < :seq',
      },
    ]);
  });

  it('overtaken by a deletion is noted and erases itself', async () => {
    answerMessage(hello, withChanges(hello, [removed]));
    dynamo
      .on(UpdateCommand)
      .rejectsOnce(conditionFailed())
      .resolves({ Attributes: { deletionSeq: 9 } });

    expect(await edit('Hello!')).toMatchObject({ status: 409, body: { code: 'deleted' } });
    expect(updated().slice(2)).toMatchObject([
      {
        Key: { conversation: 'alice~bob', seq: 2 },
        UpdateExpression: 'SET body = :erased, digest = :erased',
        ConditionExpression: 'kind = :kind',
        ExpressionAttributeValues: { ':kind': 'edit', ':erased': '' },
      },
    ]);
  });

  it.each([
    [400, 'invalid', {}, hello, { body: { body: ' ' } }],
    [400, 'unknown-field', {}, hello, { body: { body: 'Hello!', sender: 'bob' } }],
    [403, 'not-yours', {}, hello, { as: 'bob' }],
    [404, 'not-found', {}, hello, { as: 'carol' }],
    [404, 'not-found', {}, undefined, {}],
    [404, 'not-found', {}, edited, {}],
    [404, 'not-found', {}, hello, { parameters: { id: 'alice~bob.01' } }],
    [409, 'deleted', {}, withChanges(hello, [removed]), {}],
  ])('is answered %i %s before anything is written', async (status, code, _, state, given) => {
    answerMessage(state);

    expect(await edit('Hello!', given)).toMatchObject({ status, body: { code } });
    expect(written()).toEqual([]);
    expect(updated()).toEqual([]);
  });
});

describe('DELETE /messages/{id}', () => {
  it('appends the deletion, erases the text for good, and then that of every edit', async () => {
    answerMessage(hello);
    dynamo.on(UpdateCommand, { Key: key }).resolves({ Attributes: { edits: new Set([4, 7]) } });

    expect(await remove()).toMatchObject({ status: 204, body: undefined });
    expect(written()).toMatchObject([{ Item: { seq: 2, kind: 'deletion', target: 1 } }]);
    expect(updated()).toMatchObject([
      {
        Key: key,
        UpdateExpression:
          'SET body = :erased, digest = :erased, deletionSeq = :seq, deletedBy = :by ' +
          'REMOVE editSeq, editedAt, original, #post, attachments',
        ConditionExpression: 'kind = :kind AND (attribute_not_exists(deletionSeq) OR deletionSeq > :seq)',
        ExpressionAttributeValues: { ':kind': 'message', ':erased': '', ':seq': 2, ':by': 'sender' },
      },
      { Key: { conversation: 'alice~bob', seq: 4 }, ExpressionAttributeValues: { ':erased': '' } },
      { Key: { conversation: 'alice~bob', seq: 7 }, ExpressionAttributeValues: { ':erased': '' } },
    ]);
  });

  it('erases the edits even if another function marked the message, and may have crashed since', async () => {
    answerMessage(hello, { ...withChanges(hello, [removed]), edits: new Set([4]) });
    dynamo.on(UpdateCommand, { Key: key }).rejects(conditionFailed());

    expect(await remove()).toMatchObject({ status: 204 });
    expect(updated().slice(1)).toMatchObject([{ Key: { seq: 4 }, ExpressionAttributeValues: { ':erased': '' } }]);
  });

  it('erases the first text, too, where an earlier version marked the message and left it', async () => {
    answerMessage(hello, { ...withChanges(hello, [removed]), original: 'Hi' });
    dynamo.on(UpdateCommand, { Key: key }).rejectsOnce(conditionFailed()).resolves({ Attributes: {} });

    expect(await remove()).toMatchObject({ status: 204 });
    expect(updated().slice(1)).toMatchObject([
      { Key: key, UpdateExpression: 'REMOVE original', ConditionExpression: 'attribute_exists(deletionSeq)' },
    ]);
  });

  it('of a deleted message appends nothing', async () => {
    answerMessage(withChanges(hello, [removed]));

    expect(await remove()).toMatchObject({ status: 204 });
    expect(written()).toEqual([]);
  });

  it.each([
    [403, 'bob'],
    [404, 'carol'],
  ])('is answered %i to %s', async (status, as) => {
    answerMessage(hello);

    expect(await remove({ as })).toMatchObject({ status });
    expect(written()).toEqual([]);
  });
});

describe('PUT and DELETE /messages/{id}/reactions/{emoji}', () => {
  const react = (
    route: typeof addReaction | typeof removeReaction,
    emoji = '👍',
    given: Given = {},
  ): Promise<Received> => call(handler, route, { as: 'bob', parameters: { id, emoji }, ...given });

  it('append the reaction, and apply it by one update of its own attribute', async () => {
    answerMessage(hello);

    expect(await react(addReaction)).toMatchObject({ status: 204, body: undefined });
    expect(written()).toMatchObject([
      { Item: { seq: 2, kind: 'reaction', target: 1, emoji: '👍', on: true, sender: 'bob' } },
    ]);
    expect(updated()).toMatchObject([
      {
        Key: key,
        UpdateExpression: 'SET #reaction = :reaction',
        ConditionExpression: 'kind = :kind AND (attribute_not_exists(#reaction) OR #reaction.#seq < :seq)',
        ExpressionAttributeNames: { '#reaction': 'r#bob#👍', '#seq': 'seq' },
        ExpressionAttributeValues: { ':kind': 'message', ':reaction': { seq: 2, on: true }, ':seq': 2 },
      },
    ]);
  });

  it('take a reaction back', async () => {
    answerMessage({ ...hello, 'r#bob#👍': { seq: 7, on: true } });

    expect(await react(removeReaction)).toMatchObject({ status: 204 });
    expect(written()).toMatchObject([{ Item: { kind: 'reaction', on: false } }]);
  });

  it('append nothing where they change nothing', async () => {
    answerMessage(hello);

    expect(await react(removeReaction)).toMatchObject({ status: 204 });
    expect(written()).toEqual([]);
  });

  it.each([
    [400, 'invalid', hello, 'thumbs up', {}],
    [400, 'invalid', hello, '👍👍', {}],
    [404, 'not-found', hello, '👍', { as: 'carol' }],
    [404, 'not-found', edited, '👍', {}],
    [409, 'deleted', withChanges(hello, [removed]), '👍', {}],
  ])('are answered %i %s before anything is written', async (status, code, state, emoji, given) => {
    answerMessage(state);

    for (const route of [addReaction, removeReaction])
      expect(await react(route, emoji, given)).toMatchObject({ status, body: { code } });
    expect(written()).toEqual([]);
  });
});
