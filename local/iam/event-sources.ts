/**
 * Checks the roles of event source mappings. A mapping reads its stream or queue, and writes to its bucket, with its
 * function's role. AWS refuses to create a mapping whose role lacks these permissions: the deployment fails. Here the
 * start fails.
 */
import { ServiceError, type Authorize } from '../aws/service.ts';
import { isQueue } from '../sqs/mapping.ts';
import type { Stack } from '../template/resource.ts';

interface MappingProperties {
  readonly FunctionName: string;
  readonly EventSourceArn: string;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination: string } };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html */
const readActions = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const queueActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/**
 * @param authorize the permission check of each function, by the function's logical id
 * @throws {Error} that names the mapping, the action and the resource
 */
export function checkEventSources(stack: Stack, authorize: ReadonlyMap<string, Authorize>): void {
  for (const { logicalId, properties } of stack.ofType<MappingProperties>('AWS::Lambda::EventSourceMapping')) {
    const { FunctionName, EventSourceArn, DestinationConfig } = properties;
    const func = stack.ofType('AWS::Lambda::Function').find(({ ref, arn }) => [ref, arn].includes(FunctionName));
    const authorizeFunction = authorize.get(func?.logicalId ?? '');
    if (!authorizeFunction)
      throw new Error(
        `The event source mapping ${logicalId} invokes ${FunctionName}, which is no function of the template.`,
      );

    const destination = DestinationConfig?.OnFailure?.Destination;
    const actions = isQueue(EventSourceArn) ? queueActions : readActions;
    const needed = actions.map((action): [string, string] => [action, EventSourceArn]);
    if (destination) {
      if (!stack.ofType('AWS::S3::Bucket').some(({ arn }) => arn === destination))
        throw new Error(
          `The event source mapping ${logicalId} discards records to ${destination}, which is no bucket of the ` +
            'template. Teach the local cloud other destinations in local/streams.',
        );
      // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
      needed.push(['s3:ListBucket', destination], ['s3:PutObject', `${destination}/aws/lambda/*`]);
    }
    try {
      for (const [action, resource] of needed) authorizeFunction(action, resource);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      throw new Error(
        `The event source mapping ${logicalId} cannot be created: its function's role lacks a permission. ` +
          error.message,
        { cause: error },
      );
    }
  }
}
