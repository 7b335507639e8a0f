/** The plain configuration of the SDK's clients: V8 copies it as a block, also together with a call's context. */

import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Pluggable } from '@smithy/types';
import { describe, expect, it } from 'vitest';
import { withPlainConfiguration } from '#functions/aws/plain-configuration.ts';

setFlagsFromString('--allow-natives-syntax');
/** Whether V8 keeps an object's properties by their places, and not as a hash table. */
const isPlain = runInThisContext('(object) => %HasFastProperties(object)') as (object: object) => boolean;

const options = {
  region: 'local',
  endpoint: 'http://127.0.0.1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  requestHandler: {
    handle: async () => ({ response: { statusCode: 200, headers: {}, body: Buffer.from('{}') } }),
  },
};

const clients = [
  {
    name: 'DynamoDB',
    create: () => new DynamoDBClient(options),
    call: (client: DynamoDBClient) => client.send(new GetItemCommand({ TableName: 'things', Key: {} })),
  },
  {
    name: 'the gateway',
    create: () => new ApiGatewayManagementApiClient(options),
    call: (client: ApiGatewayManagementApiClient) =>
      client.send(new PostToConnectionCommand({ ConnectionId: 'socket', Data: '{}' })),
  },
] as const;

describe.each(clients)('a client of $name', ({ create, call }) => {
  it('copies a hash table for each call, as the SDK creates it', () => {
    expect(isPlain(create().config)).toBe(false);
  });

  it('has a plain configuration with everything that the SDK has put there', () => {
    const client = withPlainConfiguration(create());

    expect(isPlain(client.config)).toBe(true);
    expect(Object.keys(client.config)).toEqual(expect.arrayContaining(Object.keys(create().config)));
  });

  it('has every name of a call’s context in it before the call', async () => {
    const client = withPlainConfiguration(create());
    const known = Object.keys(client.config);
    let names: string[] = [];
    const watch: Pluggable<never, never> = {
      applyToStack: (calls) =>
        calls.add(
          (next, context) => async (request) => {
            names = Object.keys(context);
            return next(request);
          },
          // The innermost: the context has grown by then.
          { step: 'deserialize', priority: 'low' },
        ),
    };
    client.middlewareStack.use(watch as never);

    await call(client as never);

    expect(names).toContain('commandName');
    expect(known).toEqual(expect.arrayContaining(names));
  });
});
