/** Writes to the product's tables past its API: what would take hours to make call by call. */
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '#functions/aws/dynamo.ts';

/** The most items in one BatchWriteItem. */
const BATCH = 25;
/** Batches under way at once. */
const AT_ONCE = 4;

/**
 * @param webSocketUrl address of the WebSocket API, which is also that of the AWS endpoint
 * @returns a function that puts items into the table whose name contains a word
 */
export async function openTables(
  webSocketUrl: string,
): Promise<(table: string, items: readonly Item[]) => Promise<void>> {
  const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const AWS_ENDPOINT_URL = `http://${new URL(webSocketUrl).host}`;
  Object.assign(process.env, { AWS_ENDPOINT_URL, AWS_REGION: 'local', ...credentials, ...quiet });
  // Imported only now: the client takes its settings from the environment when it is made.
  const { dynamo, inBatches } = await import('#functions/aws/dynamo.ts');
  const { TableNames = [] } = await new DynamoDBClient().send(new ListTablesCommand());

  return async (word, items) => {
    const table = TableNames.find((name) => name.includes(word));
    if (table === undefined) throw new Error(`No table has ${word} in its name.`);
    const batches = inBatches(items, BATCH).values();
    const writer = async (): Promise<void> => {
      for (const batch of batches) {
        const requests = batch.map((Item) => ({ PutRequest: { Item } }));
        await dynamo.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, writer));
  };
}
