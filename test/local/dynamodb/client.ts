/** The AWS SDK's client on the engine's service, in one process. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ServiceError, type Authorize, type Service } from '#local/aws/service.ts';
import type { Engine } from '#local/dynamodb/engine.ts';

const anything: Authorize = () => undefined;

/** An SDK client whose requests go to the engine; it repeats nothing by itself. */
export function clientOf({ service }: Pick<Engine, 'service'>, authorize: Authorize = anything): DynamoDBClient {
  return new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: { method: string; path: string; headers: Record<string, string>; body: Uint8Array }) => ({
        response: await answer(service, authorize, request),
      }),
    },
  });
}

async function answer(
  service: Service,
  authorize: Authorize,
  { method, path, headers, body }: { method: string; path: string; headers: Record<string, string>; body: Uint8Array },
) {
  try {
    const answered = await service(
      { method, path, headers, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) },
      authorize,
    );
    return { ...answered, body: Buffer.from(answered.body) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { statusCode, type: __type, message } = error;
    return { statusCode, headers: {}, body: Buffer.from(JSON.stringify({ __type, message })) };
  }
}
