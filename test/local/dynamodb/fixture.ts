/** A stack of tables made by hand, and the AWS SDK's client on the engine's service, in one process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onTestFinished } from 'vitest';
import { ServiceError, type Authorize, type Service } from '../../../local/aws/service.ts';
import { openEngine, type Engine } from '../../../local/dynamodb/engine.ts';
import { noFaults, type Switches } from '../../../local/switches.ts';
import type { Resource, Stack } from '../../../local/template/resource.ts';

const ARN = 'arn:aws:dynamodb:eu-west-1:123456789012:table';
export const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:Consumer';
export const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:123456789012:DeadLetters';

export const streamArn = (table: string) => `${ARN}/${table}/stream/2020-01-01T00:00:00.000`;

/** A table with the key `thread` (S), `seq` (N). */
export function table(name: string, properties: Readonly<Record<string, unknown>> = {}): Resource {
  return {
    logicalId: name,
    type: 'AWS::DynamoDB::GlobalTable',
    ref: name,
    arn: `${ARN}/${name}`,
    properties: {
      KeySchema: [
        { AttributeName: 'thread', KeyType: 'HASH' },
        { AttributeName: 'seq', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'thread', AttributeType: 'S' },
        { AttributeName: 'seq', AttributeType: 'N' },
      ],
      ...properties,
    },
  };
}

export const streamed = (name: string, StreamViewType = 'NEW_AND_OLD_IMAGES') => table(name, { StreamSpecification: { StreamViewType } });

export function stackOf(...resources: readonly Resource[]): Stack {
  return {
    region: 'eu-west-1',
    accountId: '123456789012',
    resources,
    ofType: <Properties>(type: string) => resources.filter((resource) => resource.type === type) as unknown as Resource<Properties>[],
    assetPath: (key) => key,
    localize: (text) => text,
  };
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'message-center-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An engine that ends with its test. */
export async function openTestEngine(stack: Stack, { dataDir, switches }: { dataDir?: string; switches?: Partial<Switches> } = {}) {
  const folder = dataDir ?? (await temporaryFolder());
  const engine = await openEngine({ stack, dataDir: folder, switches: { ...noFaults, ...switches } });
  onTestFinished(() => engine.close());
  return engine;
}

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
    const answered = await service({ method, path, headers, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) }, authorize);
    return { ...answered, body: Buffer.from(answered.body) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const body = Buffer.from(JSON.stringify({ __type: error.type, message: error.message }));
    return { statusCode: error.statusCode, headers: {}, body };
  }
}
