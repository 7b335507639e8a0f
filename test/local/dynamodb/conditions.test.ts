/** Conditional and concurrent writes: each write of an item is atomic. */
import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { openTestEngine } from './fixture.ts';
import { stackOf, table } from './stack.ts';

const TableName = 'Messages';
const stack = stackOf(table(TableName));
const key = (seq: number) => ({ thread: { S: 'a~b' }, seq: { N: String(seq) } });

async function open() {
  const engine = await openTestEngine(stack);
  return { engine, client: clientOf(engine) };
}

describe('a write', () => {
  it('fails when its condition fails, and returns the current item if the request says so', async () => {
    const { client } = await open();
    const put = {
      TableName,
      Item: { ...key(1), body: { S: 'second' } },
      ConditionExpression: 'attribute_not_exists(seq)',
    };
    await client.send(new PutItemCommand({ TableName, Item: { ...key(1), body: { S: 'first' } } }));

    const refused = client.send(new PutItemCommand(put));
    const shown = client.send(new PutItemCommand({ ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }));

    await expect(refused).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    await expect(shown).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { body: { S: 'first' } },
    });
    expect((await client.send(new GetItemCommand({ TableName, Key: key(1) }))).Item?.body).toEqual({ S: 'first' });
  });

  it('that is conditional succeeds exactly once among many concurrent ones', async () => {
    const { client } = await open();
    let seq = 0;

    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 24 }),
        fc.array(fc.boolean(), { maxLength: 24 }),
        async (writers, updates) => {
          seq += 1;
          const condition = { TableName, ConditionExpression: 'attribute_not_exists(seq)' };
          const writes = Array.from({ length: writers }, (_, writer) =>
            updates[writer]
              ? client.send(
                  new UpdateItemCommand({
                    ...condition,
                    Key: key(seq),
                    UpdateExpression: 'SET writer = :writer',
                    ExpressionAttributeValues: { ':writer': { N: String(writer) } },
                  }),
                )
              : client.send(new PutItemCommand({ ...condition, Item: { ...key(seq), writer: { N: String(writer) } } })),
          );

          const outcomes = await Promise.allSettled(writes);

          const winners = outcomes.flatMap(({ status }, writer) => (status === 'fulfilled' ? [writer] : []));
          const stored = await client.send(new GetItemCommand({ TableName, Key: key(seq) }));
          expect(winners).toEqual([Number(stored.Item?.writer?.N)]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('that increments is never lost among concurrent updates', async () => {
    const { client } = await open();

    await Promise.all(
      Array.from({ length: 50 }, () =>
        client.send(
          new UpdateItemCommand({
            TableName,
            Key: key(1),
            UpdateExpression: 'ADD hits :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          }),
        ),
      ),
    );

    expect((await client.send(new GetItemCommand({ TableName, Key: key(1) }))).Item?.hits).toEqual({ N: '50' });
  });
});
