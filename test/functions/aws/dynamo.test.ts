/** Batches, queries and conditional writes, against a mocked DynamoDB. */

import { BatchGetCommand, BatchWriteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conditionHeld, getAcross, getMany, itemIfConditionFailed, queryAll } from '#functions/aws/dynamo.ts';
import { deleteMany } from '#functions/aws/removal.ts';
import { conditionFailed, dynamo, failure } from '../support/aws.ts';

const keys = (count: number) => Array.from({ length: count }, (_, i) => ({ id: String(i) }));

type BatchGet = { RequestItems: Record<string, { Keys: { id: string }[] }> };

const asked = ({ RequestItems }: BatchGet) => RequestItems['things']?.Keys ?? [];

beforeEach(() => {
  dynamo.reset();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('many items', () => {
  it('are read in batches of a hundred, strongly consistent', async () => {
    dynamo.on(BatchGetCommand).callsFake(async (batch: BatchGet) => ({ Responses: { things: asked(batch) } }));

    expect(await getMany('things', keys(250))).toEqual(keys(250));
    expect(
      dynamo.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems?.['things']),
    ).toMatchObject([
      { Keys: { length: 100 }, ConsistentRead: true },
      { Keys: { length: 100 }, ConsistentRead: true },
      { Keys: { length: 50 }, ConsistentRead: true },
    ]);
  });

  it('that are none cause no read', async () => {
    expect(await getMany('things', [])).toEqual([]);
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });

  it('are read again where the table left some unprocessed', async () => {
    dynamo.on(BatchGetCommand).callsFake(async (batch: BatchGet) => {
      const [first, ...Keys] = asked(batch);
      return { Responses: { things: [first] }, UnprocessedKeys: Keys.length > 0 ? { things: { Keys } } : {} };
    });

    const reading = getMany('things', keys(3));
    await vi.runAllTimersAsync();

    expect(await reading).toEqual(keys(3));
    expect(dynamo).toHaveReceivedCommandTimes(BatchGetCommand, 3);
  });

  it('of several tables are read in one call, and what is unprocessed again by table', async () => {
    dynamo
      .on(BatchGetCommand)
      .resolvesOnce({
        Responses: { people: [{ id: 'a' }], things: [{ id: '0' }] },
        UnprocessedKeys: { things: { Keys: [{ id: '1' }], ConsistentRead: true } },
      })
      .resolvesOnce({ Responses: { things: [{ id: '1' }] } });

    const reading = getAcross({ people: { Keys: [{ id: 'a' }] }, things: { Keys: keys(2), ConsistentRead: true } });
    await vi.runAllTimersAsync();

    expect(Object.fromEntries(await reading)).toEqual({ people: [{ id: 'a' }], things: keys(2) });
    expect(dynamo).toHaveReceivedNthCommandWith(BatchGetCommand, 2, {
      RequestItems: { things: { Keys: [{ id: '1' }], ConsistentRead: true } },
    });
  });

  it('fail as a whole where the table keeps leaving some unprocessed', async () => {
    dynamo
      .on(BatchGetCommand)
      .callsFake(async (batch: BatchGet) => ({ Responses: {}, UnprocessedKeys: { things: { Keys: asked(batch) } } }));

    const outcome = getMany('things', keys(3)).catch(String);
    await vi.runAllTimersAsync();

    expect(await outcome).toContain('Keys of things were left unprocessed');
  });
});

describe('many deletions', () => {
  const deletion = (id: string) => ({ DeleteRequest: { Key: { id } } });

  it('are written in batches of 25', async () => {
    dynamo.on(BatchWriteCommand).resolves({});

    await deleteMany('things', keys(60));

    const written = dynamo
      .commandCalls(BatchWriteCommand)
      .map(({ args: [{ input }] }) => input.RequestItems?.['things']);
    expect(written.map((batch) => batch?.length)).toEqual([25, 25, 10]);
    expect(written.flat()).toEqual(keys(60).map(({ id }) => deletion(id)));
  });

  it('are retried where the table left some unprocessed, and fail where it keeps doing so', async () => {
    dynamo
      .on(BatchWriteCommand)
      .resolvesOnce({ UnprocessedItems: { things: [deletion('1')] } })
      .resolvesOnce({});

    const written = deleteMany('things', keys(2));
    await vi.runAllTimersAsync();
    await written;
    expect(dynamo).toHaveReceivedNthCommandWith(BatchWriteCommand, 2, { RequestItems: { things: [deletion('1')] } });

    dynamo.on(BatchWriteCommand).resolves({ UnprocessedItems: { things: [deletion('1')] } });
    const outcome = deleteMany('things', keys(2)).catch(String);
    await vi.runAllTimersAsync();
    expect(await outcome).toContain('Keys of things were left unprocessed');
  });
});

describe('a query', () => {
  const endless = async (query: { Limit?: number; ExclusiveStartKey?: { id: number } }) => {
    const from = (query.ExclusiveStartKey?.id ?? 0) + 1;
    return { Items: [{ id: from }, { id: from + 1 }].slice(0, query.Limit), LastEvaluatedKey: { id: from + 1 } };
  };

  it('is read to its end', async () => {
    dynamo
      .on(QueryCommand)
      .callsFakeOnce(endless)
      .callsFakeOnce(endless)
      .resolves({ Items: [{ id: 5 }] });

    expect(await queryAll({ TableName: 'things' })).toEqual([1, 2, 3, 4, 5].map((id) => ({ id })));
  });

  it('with a limit is read only up to it, and past pages that the filter left empty', async () => {
    dynamo
      .on(QueryCommand)
      .resolvesOnce({ Items: [], LastEvaluatedKey: { id: 0 } })
      .callsFake(endless);

    expect(await queryAll({ TableName: 'things' }, 3)).toEqual([1, 2, 3].map((id) => ({ id })));
    expect(dynamo.commandCalls(QueryCommand).map(({ args: [{ input }] }) => input.Limit)).toEqual([3, 3, 1]);
  });

  it('with a limit and a filter skips filtered items in large steps, and returns no more than the limit', async () => {
    const reports = Array.from({ length: 1000 }, (_, id) => ({ id, open: id === 3 || id > 950 }));
    dynamo
      .on(QueryCommand)
      .callsFake(async ({ Limit, ExclusiveStartKey }: { Limit: number; ExclusiveStartKey?: { id: number } }) => {
        const from = (ExclusiveStartKey?.id ?? -1) + 1;
        const looked = reports.slice(from, from + Limit);
        const last = looked.at(-1);
        return {
          Items: looked.filter(({ open }) => open),
          ...(last && last.id < 999 && { LastEvaluatedKey: { id: last.id } }),
        };
      });

    expect(await queryAll({ TableName: 'things', FilterExpression: 'open = :true' }, 2)).toEqual(
      [3, 951].map((id) => ({ id, open: true })),
    );
    expect(dynamo.commandCalls(QueryCommand).length).toBeLessThan(12);
  });

  it('starts at a given key', async () => {
    dynamo.on(QueryCommand).callsFakeOnce(endless).resolves({ Items: [] });

    expect(await queryAll({ TableName: 'things', ExclusiveStartKey: { id: 7 } })).toEqual([{ id: 8 }, { id: 9 }]);
    expect(dynamo).toHaveReceivedNthCommandWith(QueryCommand, 2, { ExclusiveStartKey: { id: 9 } });
  });
});

describe('a conditional write', () => {
  it('returns whether its condition held, and throws every other failure', async () => {
    expect(await conditionHeld(Promise.resolve())).toBe(true);
    expect(await conditionHeld(Promise.reject(conditionFailed()))).toBe(false);
    await expect(conditionHeld(Promise.reject(failure('ThrottlingException')))).rejects.toThrow('ThrottlingException');
  });

  it('returns the item where its condition failed, and throws every other failure', async () => {
    expect(await itemIfConditionFailed(Promise.resolve())).toBeUndefined();
    expect(await itemIfConditionFailed(Promise.reject(conditionFailed({ id: 'one', count: 3 })))).toEqual({
      id: 'one',
      count: 3,
    });
    expect(await itemIfConditionFailed(Promise.reject(conditionFailed()))).toEqual({});
    await expect(itemIfConditionFailed(Promise.reject(failure('ThrottlingException')))).rejects.toThrow(
      'ThrottlingException',
    );
  });
});
