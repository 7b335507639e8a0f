/** A table with a stream, an event source mapping, and a consumer that the test defines. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { onTestFinished, vi } from 'vitest';
import { openEngine } from '#local/dynamodb/engine.ts';
import { noFaults, type Faults } from '#local/faults.ts';
import { openQueues } from '#local/sqs/queues.ts';
import { startEventSourceMappings } from '#local/streams/event-source-mappings.ts';
import type { Resource } from '#local/template/resource.ts';
import { clientOf } from '../dynamodb/client.ts';
import { temporaryFolder } from '../dynamodb/fixture.ts';
import { BUCKET_ARN, FUNCTION_ARN, stackOf, streamArn, streamed } from '../dynamodb/stack.ts';

export type Consumer = (records: readonly DynamoDBRecord[], invocation: number) => unknown;

interface Options {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly consumer?: Consumer;
  readonly dataDir?: string;
  readonly faults?: Partial<Faults>;
  /** Milliseconds between attempts. */
  readonly backoffMs?: number;
}

const resource = (
  logicalId: string,
  type: string,
  ref: string,
  arn: string,
  properties: Readonly<Record<string, unknown>> = {},
): Resource => ({
  logicalId,
  type,
  ref,
  arn,
  properties,
});

const mapping = (settings: Readonly<Record<string, unknown>> = {}): Resource =>
  resource('Mapping', 'AWS::Lambda::EventSourceMapping', 'Mapping', '', {
    FunctionName: 'Consumer',
    EventSourceArn: streamArn('Messages'),
    StartingPosition: 'TRIM_HORIZON',
    ...settings,
  });

export const consumerStack = (settings?: Readonly<Record<string, unknown>>) =>
  stackOf(
    streamed('Messages'),
    resource('Consumer', 'AWS::Lambda::Function', 'Consumer', FUNCTION_ARN),
    resource('DeadLetters', 'AWS::S3::Bucket', 'dead-letters', BUCKET_ARN),
    mapping(settings),
  );

export async function startConsumer({
  settings,
  consumer = () => undefined,
  dataDir,
  faults,
  backoffMs = 1,
}: Options = {}) {
  const stack = consumerStack(settings);
  const all = { ...noFaults, ...faults };
  const engine = await openEngine({ stack, dataDir: dataDir ?? (await temporaryFolder()), faults: all });
  const letters: { readonly to: string; readonly key: string; readonly about: unknown }[] = [];
  const batches: (readonly DynamoDBRecord[])[] = [];
  const functions: string[] = [];
  const lines: string[] = [];
  const mappings = await startEventSourceMappings({
    stack,
    engine,
    queues: await openQueues({ stack, store: engine.sublevel('queues'), faults: all }),
    buckets: {
      async put(to, key, content) {
        letters.push({ to, key, about: JSON.parse(content) });
        return `/buckets/${key}`;
      },
    },
    faults: all,
    log: (line) => lines.push(line),
    backoffMs: () => backoffMs,
    async invoke(functionArn, event) {
      const { Records: records } = JSON.parse(JSON.stringify(event)) as { Records: DynamoDBRecord[] };
      functions.push(functionArn);
      batches.push(records);
      return consumer(records, batches.length);
    },
  });
  const close = async () => {
    await mappings.close();
    await engine.close();
  };
  onTestFinished(close);
  const client = clientOf(engine);

  return {
    ...mappings,
    close,
    /** What was written to the on-failure bucket. */
    letters,
    functions,
    lines,
    /** The records of each invocation. */
    batches,
    /** Returns the `seq` of the records of each invocation. */
    delivered: () => batches.map((records) => records.map(seqOf)),
    put: async (seq: number, { thread = 'a~b', body = 'text' } = {}) => {
      await client.send(
        new PutItemCommand({
          TableName: 'Messages',
          Item: { thread: { S: thread }, seq: { N: String(seq) }, body: { S: body } },
        }),
      );
    },
  };
}

export const seqOf = (record: DynamoDBRecord): number => Number(record.dynamodb?.Keys?.seq?.N);

export const sequenceNumberOf = (record: DynamoDBRecord | undefined): string => record?.dynamodb?.SequenceNumber ?? '';

/** The time of day, which a test stops or moves on: how long a step takes then decides nothing. */
export function clock(): { stop(): void; go(): void; pass(milliseconds: number): void } {
  const real = Date.now;
  let stopped: number | undefined;
  let passed = 0;
  const now = vi.spyOn(Date, 'now').mockImplementation(() => (stopped ?? real()) + passed);
  onTestFinished(() => now.mockRestore());
  return {
    stop: () => void (stopped = real()),
    go: () => void (stopped = undefined),
    pass: (milliseconds) => void (passed += milliseconds),
  };
}

/** Returns a promise, and the function that resolves it. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
