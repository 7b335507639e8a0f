/**
 * The metrics of AWS's services that the local cloud records. An alarm on another one would never go off here, so it
 * stops the start. Metrics of functions (the embedded metric format) may have any name.
 */
import type { AlarmDefinition } from './alarm-definition.ts';

const known: Readonly<Record<string, readonly string[]>> = {
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  'AWS/Lambda': [
    'Invocations',
    'Errors',
    'Throttles',
    'Duration',
    'ConcurrentExecutions',
    'IteratorAge',
    'PolledEventCount',
    'OnFailureDestinationDeliveredEventCount',
    'DroppedEventCount',
    'AsyncEventsDropped',
  ],
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
  'AWS/ApiGateway': [
    'Count',
    '4xx',
    '5xx',
    'Latency',
    'IntegrationLatency',
    'IntegrationError',
    'ExecutionError',
    'ClientError',
  ],
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  'AWS/SQS': ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
  // None of these fails: nothing is backed up here (backup/plans.ts).
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
  'AWS/Backup': ['NumberOfBackupJobsFailed', 'NumberOfCopyJobsFailed'],
};

/** @throws {Error} that names the alarm and a metric that the local cloud does not record */
export function requireKnown({ name: alarm, metrics }: AlarmDefinition): void {
  const unknown = metrics.find(
    ({ namespace, name }) => namespace.startsWith('AWS/') && !known[namespace]?.includes(name),
  );
  if (unknown)
    throw new Error(
      `The alarm ${alarm} watches ${unknown.namespace} ${unknown.name}, which the local cloud does not record. ` +
        'Record it where it happens, and add it in local/cloudwatch/known-metrics.ts.',
    );
}
