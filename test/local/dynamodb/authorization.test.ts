/** IAM permissions of item operations. */
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { ServiceError, type Authorize } from '#local/aws/service.ts';
import { clientOf } from './client.ts';
import { openTestEngine } from './fixture.ts';
import { stackOf, table } from './stack.ts';

const ARN = 'arn:aws:dynamodb:eu-west-1:123456789012:table';
const Item = { thread: { S: 'a~b' }, seq: { N: '1' } };
const query = { KeyConditionExpression: 'thread = :t', ExpressionAttributeValues: { ':t': { S: 'a~b' } } };
const byOwner = table('Indexed', {
  AttributeDefinitions: [
    { AttributeName: 'thread', AttributeType: 'S' },
    { AttributeName: 'seq', AttributeType: 'N' },
    { AttributeName: 'owner', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byOwner',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});
const stack = stackOf(table('Mine'), table('Foreign'), byOwner);

/** Denies one action on one resource, and records every check. */
function denying(action: string, resource: string) {
  const checked: string[] = [];
  const authorize: Authorize = (checkedAction, checkedResource) => {
    checked.push(`${checkedAction} ${checkedResource}`);
    if (checkedAction === action && checkedResource === resource)
      throw new ServiceError('AccessDeniedException', `${action} on ${resource}`);
  };
  return { authorize, checked };
}

const onTable = (TableName: string) => [
  ['GetItem', new GetItemCommand({ TableName, Key: Item })] as const,
  ['PutItem', new PutItemCommand({ TableName, Item })] as const,
  ['UpdateItem', new UpdateItemCommand({ TableName, Key: Item })] as const,
  ['DeleteItem', new DeleteItemCommand({ TableName, Key: Item })] as const,
  ['Query', new QueryCommand({ TableName, ...query })] as const,
  ['Scan', new ScanCommand({ TableName })] as const,
];

describe('the role of a caller', () => {
  it.each(onTable('Mine'))('needs %s on the table', async (operation, command) => {
    const engine = await openTestEngine(stack);
    const denied = denying(`dynamodb:${operation}`, `${ARN}/Mine`);
    const elsewhere = denying(`dynamodb:${operation}`, `${ARN}/Foreign`);

    const refused = clientOf(engine, denied.authorize).send(command as PutItemCommand);
    const allowed = clientOf(engine, elsewhere.authorize).send(command as PutItemCommand);

    await expect(refused).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(allowed).resolves.toBeDefined();
    expect(elsewhere.checked).toEqual([`dynamodb:${operation} ${ARN}/Mine`]);
  });

  it.each([
    ['BatchGetItem', new BatchGetItemCommand({ RequestItems: { Mine: { Keys: [Item] }, Foreign: { Keys: [Item] } } })],
    [
      'BatchWriteItem',
      new BatchWriteItemCommand({
        RequestItems: { Mine: [{ PutRequest: { Item } }], Foreign: [{ DeleteRequest: { Key: Item } }] },
      }),
    ],
  ])('needs %s on each table of the batch, or the whole batch is refused', async (operation, command) => {
    const engine = await openTestEngine(stack);
    const { authorize, checked } = denying(`dynamodb:${operation}`, `${ARN}/Foreign`);

    const refused = clientOf(engine, authorize).send(command as BatchGetItemCommand);

    await expect(refused).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(checked).toEqual([`dynamodb:${operation} ${ARN}/Mine`, `dynamodb:${operation} ${ARN}/Foreign`]);
    expect(await clientOf(engine).send(new ScanCommand({ TableName: 'Mine' }))).toMatchObject({ Count: 0 });
  });

  it('needs the index, not the table, to query an index', async () => {
    const engine = await openTestEngine(stack);
    const { authorize, checked } = denying('dynamodb:Query', `${ARN}/Indexed`);

    await clientOf(engine, authorize).send(
      new QueryCommand({
        TableName: 'Indexed',
        IndexName: 'byOwner',
        KeyConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': { S: 'ann' } },
      }),
    );

    expect(checked).toEqual([`dynamodb:Query ${ARN}/Indexed/index/byOwner`]);
  });

  it('is checked before the response reveals whether a table exists', async () => {
    const engine = await openTestEngine(stack);
    const { authorize } = denying('dynamodb:GetItem', `${ARN}/Nowhere`);

    const refused = clientOf(engine, authorize).send(new GetItemCommand({ TableName: 'Nowhere', Key: Item }));

    await expect(refused).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
