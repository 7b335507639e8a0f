/** AWS SDK calls of a function, from its bundle to the AWS endpoint and back. */
import { Readable } from 'node:stream';
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

  it('get an object as a stream, whose chunks cross the port when they are read', async () => {
    let read = 0;
    const body = () =>
      Readable.from(
        (async function* () {
          for (; read < 50; read += 1) yield Buffer.alloc(1000, read);
        })(),
        { objectMode: false, highWaterMark: 1000 },
      );
    const { invoke } = await run({
      source: reading,
      endpoint: async () => ({ statusCode: 200, headers: {}, body: body() }),
    });

    const some = await invoke(arn, { chunks: 2 });
    const readOfSome = read;
    read = 0;

    expect(some).toEqual({ bytes: 2000 });
    expect(readOfSome).toBeLessThan(40);
    expect(await invoke(arn, { chunks: 1000 })).toEqual({ bytes: 50_000 });
  });

  it('fail where such a stream ends too early', async () => {
    const { invoke } = await run({
      source: reading,
      endpoint: async () => ({
        statusCode: 200,
        headers: {},
        body: Readable.from(
          (async function* () {
            yield Buffer.alloc(1000);
            throw new Error('The file cannot be read.');
          })(),
        ),
      }),
    });

    await expect(invoke(arn, { chunks: 1000 })).rejects.toThrow('ended too early');
  });
});

/** Reads this number of chunks of an object. */
const reading = `
  const { requestHandler } = globalThis[Symbol.for('aws.clientConfiguration')];
  export const handler = async ({ chunks }) => {
    const { response } = await requestHandler.handle({ method: 'GET', path: '/files/a', query: {}, headers: {} });
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += chunk.length;
      chunks -= 1;
      if (chunks === 0) break;
    }
    return { bytes };
  };`;
