/** A queue with a dead-letter queue, behind the AWS endpoint, and a function that the test defines. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { onTestFinished } from 'vitest';
import { createEndpoint } from '#local/aws/endpoint.ts';
import { ServiceError, type Authorize } from '#local/aws/service.ts';
import { openEngine } from '#local/dynamodb/engine.ts';
import { noFaults, type Faults } from '#local/faults.ts';
import { openQueues } from '#local/sqs/queues.ts';
import { createQueueService } from '#local/sqs/service.ts';
import { startEventSourceMappings } from '#local/streams/event-source-mappings.ts';
import { smallStack } from '../../support/small-assembly.ts';
import { temporaryFolder } from '../dynamodb/fixture.ts';

type Consumer = (records: readonly SQSRecord[], invocation: number) => unknown;

interface Options {
  readonly queue?: Readonly<Record<string, unknown>>;
  readonly mapping?: Readonly<Record<string, unknown>>;
  /** Without one nothing reads the queue but the test. */
  readonly consumer?: Consumer;
  readonly dataDir?: string;
  readonly faults?: Partial<Faults>;
  readonly authorize?: Authorize;
}

const nothing = async (): Promise<never> => {
  throw new ServiceError('UnknownOperationException', 'no');
};

export async function startQueue({ queue, mapping, consumer, dataDir, faults, authorize = () => {} }: Options = {}) {
  const all = { ...noFaults, ...faults };
  const stack = await smallStack({
    resources: {
      Letters: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
      Jobs: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] }, maxReceiveCount: 3 },
          ...queue,
        },
      },
      ...(consumer && {
        Worker: { Type: 'AWS::Lambda::Function', Properties: { Timeout: 5 } },
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            FunctionName: { Ref: 'Worker' },
            EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
            FunctionResponseTypes: ['ReportBatchItemFailures'],
            ...mapping,
          },
        },
      }),
    },
  });
  const engine = await openEngine({ stack, dataDir: dataDir ?? (await temporaryFolder()), faults: all });
  const queues = await openQueues({ stack, store: engine.sublevel('queues'), faults: all });
  const batches: (readonly SQSRecord[])[] = [];
  const lines: string[] = [];
  const mappings = await startEventSourceMappings({
    stack,
    engine,
    queues,
    buckets: { put: async () => '' },
    faults: all,
    log: (line) => lines.push(line),
    async invoke(_, event) {
      const { Records } = event as SQSEvent;
      batches.push(Records);
      return consumer?.(Records, batches.length);
    },
  });
  const endpoint = createEndpoint({
    services: {
      ...{ dynamodb: nothing, cognito: nothing, secrets: nothing, lambda: nothing, connections: nothing },
      queues: createQueueService(queues),
      s3: { respond: nothing },
    },
    jwks: () => undefined,
    authorize: new Map([['Sender', authorize]]),
    faults: all,
    log: (line) => lines.push(line),
  });
  const server = createServer(endpoint.handle).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const client = new SQSClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'Sender', secretAccessKey: 'x' },
    maxAttempts: 1,
    // The queue's address names the port of a whole cloud.
    useQueueUrlAsEndpoint: false,
  });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    server.closeAllConnections();
    server.close();
    await mappings.close();
    await engine.close();
  };
  onTestFinished(close);
  const urlOf = (id: string) => stack.localize(stack.resources.find(({ logicalId }) => logicalId === id)?.ref ?? '');
  return { client, url: urlOf('Jobs'), lettersUrl: urlOf('Letters'), batches, lines, mappings, faults: all, close };
}
