/**
 * An event source mapping reads its stream, and writes to its queue, as its function's role. AWS refuses to make one whose
 * role may not, so that a deployment fails; here the start does.
 */
import { ServiceError, type Authorize } from '../aws/service.ts';
import type { Stack } from '../template/resource.ts';

interface MappingProperties {
  readonly FunctionName: string;
  readonly EventSourceArn: string;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination: string } };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html */
const reading = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

/**
 * @param authorize each function's, by its logical id
 * @throws {Error} that names the mapping, the action and the resource
 */
export function checkEventSources(stack: Stack, authorize: ReadonlyMap<string, Authorize>): void {
  for (const { logicalId, properties } of stack.ofType<MappingProperties>('AWS::Lambda::EventSourceMapping')) {
    const { FunctionName, EventSourceArn, DestinationConfig } = properties;
    const func = stack.ofType('AWS::Lambda::Function').find(({ ref, arn }) => [ref, arn].includes(FunctionName));
    const authorizeFunction = authorize.get(func?.logicalId ?? '');
    if (!authorizeFunction)
      throw new Error(`The event source mapping ${logicalId} is of an unknown function, ${FunctionName}.`);

    const destination = DestinationConfig?.OnFailure?.Destination;
    const needed = reading.map((action): [string, string] => [action, EventSourceArn]);
    if (destination) needed.push(['sqs:SendMessage', destination]);
    try {
      for (const [action, resource] of needed) authorizeFunction(action, resource);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      throw new Error(`The event source mapping ${logicalId} can not be made. ${error.message}`, { cause: error });
    }
  }
}
