/**
 * What there is to watch, found in the construct tree: whatever function, stream, queue or schedule a part adds is
 * watched without being listed anywhere.
 */
import { Stack } from 'aws-cdk-lib';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnEventSourceMapping, type Function } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { ServiceFunction } from './function.ts';
import { WaitingQueue } from './pushes.ts';
import { ServiceTable } from './tables.ts';

export interface Watched {
  readonly functions: readonly Function[];
  /** Those that a schedule invokes. */
  readonly scheduled: readonly Function[];
  readonly tables: readonly ServiceTable[];
  /** Event source mappings, of streams and of queues. */
  readonly mappings: readonly Mapping[];
  /** Queues that are read and whose messages do not wait on purpose, and those that keep what was given up. */
  readonly queues: readonly Queue[];
  readonly deadLetterQueues: readonly Queue[];
  /** Into which tables are backed up each day. */
  readonly vaults: readonly BackupVault[];
}

interface Mapping {
  readonly id: string;
  readonly functionName: string;
  /** False: it does not say how many events it polls, so nothing can watch whether it does. */
  readonly countsEvents: boolean;
  /** False: what the consumer gives up is dropped, since it is not worth keeping. */
  readonly keepsFailures: boolean;
  readonly isStream: boolean;
}

/** @param center everything in it must have been constructed already */
export function findWatched(center: IConstruct): Watched {
  const parts = center.node.findAll();
  const functions = parts.filter((part) => part instanceof ServiceFunction).map(({ lambda }) => lambda);
  const queues = parts.filter((part) => part instanceof Queue);
  const keeping = new Set(queues.map(({ deadLetterQueue }) => deadLetterQueue?.queue));
  const targets = new Set(parts.filter((part) => part instanceof CfnRule).flatMap(targetsOf));
  return {
    functions,
    scheduled: functions.filter((each) => targets.has(written(each, each.functionArn))),
    tables: parts.filter((part) => part instanceof ServiceTable),
    mappings: parts
      .filter((part) => part instanceof CfnEventSourceMapping)
      .map((mapping) => ({
        id: mapping.ref,
        functionName: mapping.functionName,
        countsEvents: mapping.metricsConfig !== undefined,
        keepsFailures: mapping.destinationConfig !== undefined,
        isStream: mapping.startingPosition !== undefined,
      })),
    queues: queues.filter((queue) => !keeping.has(queue) && !(queue instanceof WaitingQueue)),
    deadLetterQueues: queues.filter((queue) => keeping.has(queue)),
    vaults: parts.filter((part) => part instanceof BackupVault),
  };
}

function targetsOf(rule: CfnRule): string[] {
  const targets = Stack.of(rule).resolve(rule.targets) as readonly { readonly arn: unknown }[] | undefined;
  return (targets ?? []).map(({ arn }) => JSON.stringify(arn));
}

const written = (scope: IConstruct, value: unknown): string => JSON.stringify(Stack.of(scope).resolve(value));

/**
 * Returns a metric of an event source mapping.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export const metricOfMapping = ({ id }: Mapping, metricName: string, statistic: string): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { EventSourceMappingUUID: id },
    statistic,
  });
