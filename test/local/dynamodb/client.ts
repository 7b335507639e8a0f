/** An AWS SDK client that calls the engine's service within the process. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ServiceError, type Authorize, type Service } from '#local/aws/service.ts';
import type { Engine } from '#local/dynamodb/engine.ts';

const allowAll: Authorize = () => undefined;

/** Returns an SDK client whose requests go to the engine. It does not retry. */
export function clientOf({ service }: Pick<Engine, 'service'>, authorize: Authorize = allowAll): DynamoDBClient {
  return new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: { method: string; path: string; headers: Record<string, string>; body: Uint8Array }) => ({
        response: await respond(service, authorize, request),
      }),
    },
  });
}

async function respond(
  service: Service,
  authorize: Authorize,
  { method, path, headers, body }: { method: string; path: string; headers: Record<string, string>; body: Uint8Array },
) {
  try {
    const response = await service(
      { method, path, headers, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) },
      authorize,
    );
    return { ...response, body: Buffer.from(response.body) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { statusCode, type: __type, message } = error;
    return { statusCode, headers: {}, body: Buffer.from(JSON.stringify({ __type, message })) };
  }
}
