/** AWS SDK calls of a function, from its bundle to the AWS endpoint and back. */
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { arn, run } from './echo.ts';

describe('AWS calls of a function', () => {
  const put = buildSync({
    stdin: {
      contents: `
        import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
        import { clientConfiguration } from './functions/aws/client-configuration.ts';
        const client = new DynamoDBClient(clientConfiguration);
        export const handler = async (event) => {
          try {
            return await client.send(new PutItemCommand({ TableName: 'Messages', Item: { text: { S: event.text } } }));
          } catch (error) {
            return { name: error.name, message: error.message };
          }
        };`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
  }).outputFiles[0]?.text;

  it("cross the message port with the function's id, and so do the responses", async () => {
    const seen: { functionId: string; target: string | undefined; body: unknown }[] = [];
    const { invoke } = await run({
      source: put ?? '',
      endpoint: async (functionId, { headers, body }) => {
        seen.push({ functionId, target: headers['x-amz-target'], body: JSON.parse(body.toString()) as unknown });
        return { statusCode: 200, headers: {}, body: Buffer.from('{"Attributes":{"text":{"S":"wörld"}}}') };
      },
    });

    const answer = await invoke(arn, { text: 'hellö' });

    expect(answer).toMatchObject({ Attributes: { text: { S: 'wörld' } } });
    expect(seen).toEqual([
      {
        functionId: 'Echo',
        target: 'DynamoDB_20120810.PutItem',
        body: { TableName: 'Messages', Item: { text: { S: 'hellö' } } },
      },
    ]);
  });

  it('throw the exception that the response names', async () => {
    const { invoke } = await run({
      source: put ?? '',
      endpoint: async () => ({
        statusCode: 400,
        headers: { 'x-amzn-errortype': 'ConditionalCheckFailedException' },
        body: '{"__type":"ConditionalCheckFailedException","message":"The conditional request failed"}',
      }),
    });

    expect(await invoke(arn, { text: 'x' })).toEqual({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
    });
  });
});
