/** The engine as a whole: table descriptions, refused requests, faults and closing. */
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '#local/aws/service.ts';
import { clientOf } from './client.ts';
import { openTestEngine, temporaryFolder } from './fixture.ts';
import { stackOf, table } from './stack.ts';

const TableName = 'Messages';
const stack = stackOf(table(TableName));
const key = (seq: number) => ({ thread: { S: 'a~b' }, seq: { N: String(seq) } });

async function open() {
  const engine = await openTestEngine(stack);
  return { engine, client: clientOf(engine) };
}

describe('the local DynamoDB', () => {
  it('describes the tables of the template', async () => {
    const engine = await openTestEngine(
      stackOf(
        table('Ending', { TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' } }),
        table('Lasting'),
      ),
    );
    const client = clientOf(engine);

    const names = await client.send(new ListTablesCommand({}));
    const described = await client.send(new DescribeTableCommand({ TableName: 'Ending' }));
    const timeToLive = await client.send(new DescribeTimeToLiveCommand({ TableName: 'Ending' }));

    expect(names.TableNames).toEqual(['Ending', 'Lasting']);
    expect(described.Table?.KeySchema).toHaveLength(2);
    expect(timeToLive.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  });

  it('refuses an unknown operation by name', async () => {
    const { client } = await open();

    const transaction = client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: key(1) } }] }),
    );

    await expect(transaction).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('TransactWriteItems') as unknown,
    });
  });

  it('refuses invalid requests, and keeps serving', async () => {
    const { engine, client } = await open();
    const send = (target: string, body: string) =>
      engine.service(
        {
          method: 'POST',
          path: '/',
          headers: { 'x-amz-target': `DynamoDB_20120810.${target}` },
          body: Buffer.from(body),
        },
        () => undefined,
      );

    const noKey = client.send(new PutItemCommand({ TableName, Item: { thread: { S: 'a' } } }));
    const noTable = client.send(new GetItemCommand({ TableName: 'Elsewhere', Key: key(1) }));

    await expect(noKey).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(noTable).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(send('PutItem', '{"TableName":')).rejects.toMatchObject({ type: 'SerializationException' });
    await expect(send('PutItem', '{"TableName":5}')).rejects.toMatchObject({ type: 'SerializationException' });
    await expect(send('Query', `{"TableName":"${TableName}"}`)).rejects.toBeInstanceOf(ServiceError);
    await expect(
      send('UpdateItem', `{"TableName":"${TableName}","Key":{"thread":{},"seq":[]}}`),
    ).rejects.toBeInstanceOf(ServiceError);
    await expect(client.send(new PutItemCommand({ TableName, Item: key(1) }))).resolves.toBeDefined();
  });

  it('throttles writes but not reads with the fault throttledWrites', async () => {
    const client = clientOf(await openTestEngine(stack, { faults: { throttledWrites: 1 } }));

    const write = client.send(new PutItemCommand({ TableName, Item: key(1) }));

    await expect(write).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    await expect(client.send(new ScanCommand({ TableName }))).resolves.toMatchObject({ Count: 0 });
  });

  it('fails only the request that comes after it was closed', async () => {
    const dataDir = await temporaryFolder();
    const engine = await openTestEngine(stack, { dataDir });
    await engine.close();

    const late = clientOf(engine).send(new PutItemCommand({ TableName, Item: key(1) }));

    await expect(late).rejects.toThrow('The database is not open.');
  });
});
