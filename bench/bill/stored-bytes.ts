/** What DynamoDB bills as stored. */
import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Item } from '#local/dynamodb/dynalite.ts';
import { itemSizeBytes } from '#local/dynamodb/item-size.ts';

/** What each item takes besides its own: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
const OVERHEAD_BYTES = 100;

/** Returns the size of all items of all tables. */
export async function storedBytes(endpoint: string): Promise<number> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials });
  let bytes = 0;
  for await (const { TableNames = [] } of paginateListTables({ client }, {}))
    for (const TableName of TableNames)
      for await (const { Items = [] } of paginateScan({ client }, { TableName }))
        for (const item of Items) bytes += itemSizeBytes(item as Item) + OVERHEAD_BYTES;
  client.destroy();
  return bytes;
}
