/** While tables are restored, functions write none of them. */

import { BatchWriteCommand, DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DocumentClient } from '#functions/aws/document-client.ts';

const Key = { username: 'ann' };
const restored = (table: string) => [
  new PutCommand({ TableName: table, Item: Key }),
  new UpdateCommand({ TableName: table, Key, UpdateExpression: 'SET a = b' }),
  new DeleteCommand({ TableName: table, Key }),
  new BatchWriteCommand({ RequestItems: { [table]: [{ DeleteRequest: { Key } }] } }),
];

/** Returns a client that answers everything, guarded as the functions' is. */
async function guarded(variable: string) {
  vi.resetModules();
  vi.stubEnv('RESTORING', variable);
  const { writeGuard, isRestoring } = await import('#functions/aws/restoring.ts');
  const sent: string[] = [];
  const requestHandler = {
    handle: async ({ headers }: { headers: Record<string, string> }) => {
      sent.push(headers['x-amz-target']?.split('.')[1] ?? '');
      return { response: { statusCode: 200, headers: {}, body: new Uint8Array(Buffer.from('{}')) } };
    },
  };
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const client = new DocumentClient(
    { region: 'local', credentials, requestHandler: requestHandler as never },
    { guard: writeGuard() },
  );
  return { client, sent, isRestoring };
}

beforeEach(() => void vi.unstubAllEnvs());

describe('a function', () => {
  it('writes everything while no restore is under way', async () => {
    const { client, sent, isRestoring } = await guarded('');

    for (const write of restored('users')) await client.send<unknown>(write);

    expect(isRestoring).toBe(false);
    expect(sent).toEqual(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);
  });

  it('refuses to write a table that is restored, and says when to try again', async () => {
    const { client, sent, isRestoring } = await guarded('2026-11-24T10:00:00Z users,messages');

    for (const write of [...restored('users'), ...restored('messages')])
      await expect(client.send<unknown>(write)).rejects.toMatchObject({
        code: 'unavailable',
        retryAfter: 60,
      });

    expect(isRestoring).toBe(true);
    expect(sent).toEqual([]);
  });

  it('reads those, and writes the others', async () => {
    const { client, sent } = await guarded('2026-11-24T10:00:00Z users,messages');

    await client.send(new GetCommand({ TableName: 'users', Key }));
    for (const write of restored('connections')) await client.send<unknown>(write);

    expect(sent).toEqual(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);
  });
});
