/** The consumer of the stream: heads, changes, rows and announcements. */

import { BatchGetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { Entry } from '#functions/core/entry.ts';
import { dayOf } from '#functions/core/inbox/inbox-index.ts';
import { answerQueries, conditionFailed, dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { deletion, edit, logOf, message, messages, reaction } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { answerConsumer, posts, recordOf } from '../support/stream.ts';

stubEnvironment();
const { handler } = await import('#functions/stream/messages.ts');

const { context, counted, log } = answerConsumer();

const consume = (entries: readonly Entry[]) => handler({ Records: entries.map(recordOf) }, context);

describe('a batch of new messages', () => {
  it('writes the head over the previous one, and announces the ids to both people', async () => {
    const [, ...entries] = messages(3);

    expect(await consume(entries)).toEqual({ batchItemFailures: [] });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      TableName: 'messages-table',
      Item: { conversation: 'alice~bob', seq: 0, lastSeq: 3, counts: { alice: 3 }, lastMessage: 3, lastMessageAt: NOW },
      ConditionExpression: 'lastSeq >= :after AND lastSeq < :seq',
      ExpressionAttributeValues: { ':after': 1, ':seq': 3 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    expect(dynamo).not.toHaveReceivedCommand(QueryCommand);
    const frame = { type: 'messages', ids: ['alice~bob.2', 'alice~bob.3'] };
    expect(posts()).toEqual([
      ['a1', frame],
      ['b1', frame],
    ]);
  });

  it('writes the heads before it reads the sockets: a client that connects in between reads the head', async () => {
    await consume(messages(1));

    const order = dynamo.calls().map(({ args: [command] }) => command.constructor.name);
    expect(order.at(-1)).toBe('BatchGetCommand');
    // The head; for each person the row and the mark of the day.
    expect(order.filter((name) => name === 'PutCommand')).toHaveLength(5);
    expect(dynamo).toHaveReceivedCommandWith(PutCommand, {
      TableName: 'conversations-table',
      Item: { username: 'bob#inbox', peer: 'fresh#alice', day: dayOf(NOW) },
      ConditionExpression: 'attribute_not_exists(#day) OR #day < :day',
    });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(BatchGetCommand, {
      RequestItems: {
        'connections-table': { Keys: [{ username: 'alice' }, { username: 'bob' }], ConsistentRead: true },
      },
    });
  });

  it('creates the rows of both people on a first message, unless they exist', async () => {
    dynamo.on(PutCommand).rejects(conditionFailed({ lastSeq: 1 }));

    expect(await consume(messages(1))).toEqual({ batchItemFailures: [] });

    for (const Item of [
      { username: 'alice', peer: 'bob', createdAt: NOW },
      { username: 'bob', peer: 'alice', createdAt: NOW },
    ]) {
      expect(dynamo).toHaveReceivedCommandWith(PutCommand, {
        TableName: 'conversations-table',
        Item,
        ConditionExpression: 'attribute_not_exists(peer)',
      });
    }
  });

  it('creates a head only for a first entry', async () => {
    await consume(messages(2));

    expect(dynamo).toHaveReceivedCommandWith(PutCommand, {
      Item: expect.objectContaining({ seq: 0, lastSeq: 2 }),
      ConditionExpression: 'attribute_not_exists(seq) OR lastSeq >= :after AND lastSeq < :seq',
      ExpressionAttributeValues: { ':after': 0, ':seq': 2 },
    });
  });

  it('that overtook an earlier one applies the entries after the head, and then writes the head', async () => {
    const entries = logOf(message(), message(), edit(1), message());
    answerQueries(entries);
    dynamo
      .on(PutCommand)
      .rejectsOnce(conditionFailed({ lastSeq: 2 }))
      .resolves({});

    expect(await consume(entries.slice(3))).toEqual({ batchItemFailures: [] });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(QueryCommand, {
      ExpressionAttributeValues: { ':conversation': 'alice~bob', ':from': 3 },
      ConsistentRead: true,
    });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, { Key: { conversation: 'alice~bob', seq: 1 } });
    const order = dynamo.calls().map(({ args: [command] }) => command.constructor.name);
    expect(order).toEqual(['PutCommand', 'QueryCommand', 'UpdateCommand', 'PutCommand', 'BatchGetCommand']);
    expect(dynamo).toHaveReceivedNthCommandWith(PutCommand, 2, {
      ExpressionAttributeValues: { ':after': 2, ':seq': 4 },
    });
  });

  it('applies its edits, deletions and reactions before it writes the head', async () => {
    await consume(logOf(message(), edit(1), deletion(1), reaction(1)).slice(1));

    const updates = dynamo.commandCalls(UpdateCommand).map(({ args: [{ input }] }) => input);
    expect(
      updates.map(({ Key, ExpressionAttributeValues: values }) => ({ ...Key, by: values?.[':seq'] as unknown })),
    ).toEqual([2, 3, 4].map((by) => ({ conversation: 'alice~bob', seq: 1, by })));
    const order = dynamo.calls().map(({ args: [command] }) => command.constructor.name);
    expect(order).toEqual([...Array<string>(3).fill('UpdateCommand'), 'PutCommand', 'BatchGetCommand']);
  });

  it('reports a change that could not be applied, and does not advance the head past it', async () => {
    dynamo.on(UpdateCommand).rejects(failure('InternalServerError'));

    const { batchItemFailures } = await consume(logOf(message(), edit(1)).slice(1));

    expect(batchItemFailures).toEqual([{ itemIdentifier: 'sequence-alice~bob-2' }]);
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
  });

  it('skips and counts a change that can never be applied: the head advances', async () => {
    dynamo
      .on(UpdateCommand)
      .rejects(failure('ValidationException', 'Item size to update has exceeded the maximum allowed size'));

    expect(await consume(logOf(message(), edit(1), message()).slice(1))).toEqual({ batchItemFailures: [] });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      Item: expect.objectContaining({ seq: 0, lastSeq: 3 }),
    });
    expect(log().mock.calls).toMatchObject([[expect.stringContaining('alice~bob.2'), { name: 'ValidationException' }]]);
    expect(counted()).toMatchObject([{ SkippedEntries: 1 }]);
  });

  it('that is delivered twice does the same again, without failure', async () => {
    dynamo.on(PutCommand).rejects(conditionFailed({ lastSeq: 2 }));

    expect(await consume(messages(2))).toEqual({ batchItemFailures: [] });
    expect(posts()).toHaveLength(2);
  });

  it('does not announce a message to the socket that sent it, and never posts a text', async () => {
    await consume(messages(1, { origin: 'a1' }));

    expect(posts()).toEqual([['b1', { type: 'messages', ids: ['alice~bob.1'] }]]);
    expect(JSON.stringify(posts())).not.toContain('Message 1');
  });
});

describe('a batch that is projected in part', () => {
  it('reports the records of failed conversations, projects the others, and announces all', async () => {
    const toCarol = messages(2, { recipient: 'carol' });
    dynamo
      .on(PutCommand, { TableName: 'messages-table', ExpressionAttributeValues: { ':after': 1, ':seq': 3 } })
      .rejects(failure('InternalServerError'));

    const { batchItemFailures } = await consume([...messages(3).slice(1), ...toCarol]);

    expect(batchItemFailures).toEqual([
      { itemIdentifier: 'sequence-alice~bob-2' },
      { itemIdentifier: 'sequence-alice~bob-3' },
    ]);
    expect(posts()).toEqual([
      ['a1', { type: 'messages', ids: ['alice~bob.2', 'alice~bob.3', 'alice~carol.1', 'alice~carol.2'] }],
      ['b1', { type: 'messages', ids: ['alice~bob.2', 'alice~bob.3'] }],
    ]);
    expect(log()).toHaveBeenCalledTimes(1);
  });

  it.each<[string, DynamoDBRecord['dynamodb']]>([
    ['nothing', undefined],
    ['an empty item', { NewImage: {} }],
    ['what is of no type', { NewImage: { conversation: { X: 'alice~bob' } as unknown as AttributeValue } }],
    [
      'no conversation of its people',
      { NewImage: { ...marshall(messages(1)[0]), recipient: { S: 'carol' } } as Record<string, AttributeValue> },
    ],
  ])('skips and counts a record that holds %s, and projects the others', async (_, holds) => {
    const poison: DynamoDBRecord = { eventName: 'INSERT', dynamodb: { SequenceNumber: 'poison', ...holds } };

    const { batchItemFailures } = await handler({ Records: [poison, ...messages(1).map(recordOf)] }, context);

    expect(batchItemFailures).toEqual([]);
    expect(posts()).toHaveLength(2);
    expect(log()).toHaveBeenCalledTimes(1);
    expect(counted()).toMatchObject([{ SkippedEntries: 1 }]);
  });
});
describe('a batch that the mapping did not filter', () => {
  const [first] = messages(1).map(recordOf);
  const head = {
    conversation: 'alice~bob',
    seq: 0,
    lastSeq: 1,
    counts: { alice: 1 },
    lastMessage: 1,
    lastMessageAt: NOW,
  };

  it.each<[string, DynamoDBRecord]>([
    ['a stored entry that an edit changed', { ...first, eventName: 'MODIFY' }],
    [
      'a removed entry',
      { eventName: 'REMOVE', dynamodb: { Keys: { conversation: { S: 'alice~bob' }, seq: { N: '1' } } } },
    ],
    [
      'a new head',
      {
        eventName: 'INSERT',
        dynamodb: {
          Keys: { conversation: { S: 'alice~bob' }, seq: { N: '0' } },
          NewImage: marshall(head) as Record<string, AttributeValue>,
        },
      },
    ],
  ])('passes over %s silently', async (_, record) => {
    expect(await handler({ Records: [record] }, context)).toEqual({ batchItemFailures: [] });

    expect(dynamo.calls()).toEqual([]);
    expect(posts()).toEqual([]);
    expect(log()).not.toHaveBeenCalled();
    expect(counted()).toEqual([]);
  });
});
