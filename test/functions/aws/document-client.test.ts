/** The document client: it sends and returns what the SDK's own does. */

import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { HttpRequest } from '@smithy/types';
import { describe, expect, it } from 'vitest';
import { DocumentClient } from '#functions/aws/document-client.ts';

const TableName = 'things';
const Key = { owner: 'alice', seq: 3 };
const Item = { ...Key, list: [1, 'two', { three: null }], set: new Set(['a', 'b']), empty: '', absent: undefined };
const ExpressionAttributeValues = { ':seq': 3, ':names': ['alice', undefined] };

const stored = { owner: { S: 'alice' }, seq: { N: '3' }, list: { L: [{ N: '1' }, { M: { two: { BOOL: true } } }] } };
const key = { owner: { S: 'alice' }, seq: { N: '3' } };

/** A request of each kind, and an answer with everything that DynamoDB may put in it. */
const calls: readonly [string, () => { readonly input: object }, object][] = [
  ['GetItem', () => new GetCommand({ TableName, Key }), { Item: stored }],
  ['GetItem of what is not there', () => new GetCommand({ TableName, Key }), {}],
  ['PutItem', () => new PutCommand({ TableName, Item, ExpressionAttributeValues }), { Attributes: stored }],
  ['UpdateItem', () => new UpdateCommand({ TableName, Key, ExpressionAttributeValues }), { Attributes: stored }],
  ['DeleteItem', () => new DeleteCommand({ TableName, Key, ExpressionAttributeValues }), { Attributes: stored }],
  [
    'Query',
    () => new QueryCommand({ TableName, ExpressionAttributeValues, ExclusiveStartKey: Key }),
    { Items: [stored, stored], LastEvaluatedKey: key, Count: 2 },
  ],
  [
    'BatchGetItem',
    () => new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [Key, Key], ConsistentRead: true } } }),
    { Responses: { [TableName]: [stored] }, UnprocessedKeys: { [TableName]: { Keys: [key], ConsistentRead: true } } },
  ],
  [
    'BatchWriteItem',
    () =>
      new BatchWriteCommand({
        RequestItems: { [TableName]: [{ PutRequest: { Item } }, { DeleteRequest: { Key } }] },
      }),
    { UnprocessedItems: { [TableName]: [{ PutRequest: { Item: stored } }, { DeleteRequest: { Key: key } }] } },
  ],
];

/** Answers every request with the same, and keeps the requests. */
function service(answer: object, statusCode = 200) {
  const requests: { readonly operation: string | undefined; readonly body: unknown }[] = [];
  const configuration: DynamoDBClientConfig = {
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: {
      async handle({ headers, body }: HttpRequest) {
        requests.push({
          operation: headers['x-amz-target'],
          body: JSON.parse(Buffer.from(body as Uint8Array).toString()),
        });
        return { response: { statusCode, headers: {}, body: Buffer.from(JSON.stringify(answer)) } };
      },
    },
  };
  return { requests, configuration };
}

describe('the document client', () => {
  it.each(calls)('sends and returns what the client of the SDK does: %s', async (_, command, answer) => {
    const [ours, theirs] = [service(answer), service(answer)];
    const client = new DocumentClient(ours.configuration);
    const original = DynamoDBDocumentClient.from(new DynamoDBClient(theirs.configuration), {
      marshallOptions: { removeUndefinedValues: true },
    });

    // Twice: the second call goes through what was kept of the first.
    for (let time = 0; time < 2; time++) {
      const expected = await original.send(command() as GetCommand);
      expect(await client.send(command() as GetCommand)).toEqual({ ...expected, $metadata: expect.anything() });
    }
    expect(ours.requests).toEqual(theirs.requests);
  });

  it('throws what the client of the SDK throws', async () => {
    const refusal = { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', Item: stored };
    const client = new DocumentClient(service(refusal, 400).configuration);

    await expect(client.send(new PutCommand({ TableName, Item }))).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: stored,
    });
  });
});
