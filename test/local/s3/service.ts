/** S3 on a real server, with two buckets and callers of different permissions, and clients of the SDK for it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { createEndpoint } from '#local/aws/endpoint.ts';
import { ServiceError, type Authorize, type Service } from '#local/aws/service.ts';
import { noFaults, type Faults } from '#local/faults.ts';
import { openAccessKeys } from '#local/iam/access-keys.ts';
import { compile, type Statement } from '#local/iam/policy.ts';
import { openBuckets } from '#local/s3/buckets.ts';
import { createS3 } from '#local/s3/s3.ts';
import type { Resource } from '#local/template/resource.ts';
import { openTestEngine, temporaryFolder } from '../dynamodb/fixture.ts';
import { stackOf } from '../dynamodb/stack.ts';

const REGION = 'eu-west-1';
export const BUCKET = 'files';
export const HOST = `${BUCKET}.s3.${REGION}.amazonaws.com`;

export const bucket = (logicalId: string, rules: readonly object[] = []): Resource => ({
  logicalId,
  type: 'AWS::S3::Bucket',
  ref: logicalId.toLowerCase(),
  arn: `arn:aws:s3:::${logicalId.toLowerCase()}`,
  properties: { LifecycleConfiguration: { Rules: rules.map((rule) => ({ Status: 'Enabled', ...rule })) } },
});

/** What each caller may do in the bucket. `Reader` may list it. */
const statements: Readonly<Record<string, readonly Statement[]>> = {
  Writer: [
    {
      Effect: 'Allow',
      Action: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
      Resource: 'arn:aws:s3:::files/in/*',
    },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::files/kept/*' },
  ],
  Reader: [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectTagging'], Resource: 'arn:aws:s3:::files/*' },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::files' },
  ],
};

const authorizeBy = (given: readonly Statement[]): Authorize => {
  const decide = compile(given, 'Role');
  return (action, resource) => {
    if (decide(action, resource) !== 'allowed')
      throw new ServiceError('AccessDeniedException', `not authorized to perform: ${action}`);
  };
};

const nothing: Service = async () => ({ statusCode: 200, headers: {}, body: '{}' });

export interface TestS3Options {
  readonly faults?: Partial<Faults>;
  readonly dataDir?: string;
  readonly rules?: readonly object[];
  readonly now?: () => number;
}

export async function startS3({ faults: given, dataDir, rules, now = Date.now }: TestS3Options = {}) {
  const faults = { ...noFaults, ...given };
  const folder = dataDir ?? (await temporaryFolder());
  const stack = stackOf(bucket('Files', rules), bucket('Other'));
  const engine = await openTestEngine(stack, { dataDir: folder });
  const authorize = new Map(Object.entries(statements).map(([name, allowed]) => [name, authorizeBy(allowed)]));
  const keys = await openAccessKeys(engine.sublevel('access-keys'), authorize);
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const buckets = await openBuckets({ stack, dataDir: folder, index: engine.sublevel('objects'), faults, log, now });
  const s3 = createS3({ buckets, region: REGION, findAccessKey: keys.find, faults, log, now });
  const endpoint = createEndpoint({
    services: {
      dynamodb: nothing,
      cognito: nothing,
      secrets: nothing,
      lambda: nothing,
      connections: nothing,
      queues: nothing,
      s3,
    },
    jwks: () => undefined,
    authorize,
    faults,
    log,
  });
  const server = createServer(endpoint.handle).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    buckets.close();
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentialsOf = (name: string) => ({
    accessKeyId: name,
    secretAccessKey: keys.secretOf(name),
    sessionToken: 'local',
  });
  /** A client that speaks to the server. */
  const clientFor = (name: string) =>
    new S3Client({
      endpoint: url,
      region: REGION,
      forcePathStyle: true,
      credentials: credentialsOf(name),
      maxAttempts: 1,
    });
  /** A client that signs for the bucket's own host, as functions do. */
  const signerFor = (name: string) => new S3Client({ region: REGION, credentials: credentialsOf(name) });
  const stop = async () => {
    buckets.close();
    await engine.close();
  };
  return { url, endpoint, s3, stop, buckets, faults, lines, folder, clientFor, signerFor, credentialsOf };
}
