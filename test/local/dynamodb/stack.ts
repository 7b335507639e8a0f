/** Hand-written stacks of tables. */
import type { Resource, Stack } from '#local/template/resource.ts';

const ARN = 'arn:aws:dynamodb:eu-west-1:123456789012:table';
export const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:Consumer';
export const BUCKET_ARN = 'arn:aws:s3:::dead-letters';

export const streamArn = (name: string) => `${ARN}/${name}/stream/2020-01-01T00:00:00.000`;

/** Returns a table with the partition key `thread` (S) and the sort key `seq` (N). */
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

export const streamed = (name: string, StreamViewType = 'NEW_AND_OLD_IMAGES') =>
  table(name, { StreamSpecification: { StreamViewType } });

export function stackOf(...resources: readonly Resource[]): Stack {
  return {
    region: 'eu-west-1',
    accountId: '123456789012',
    resources,
    outputs: {},
    ofType: <Properties>(type: string) =>
      resources.filter((resource) => resource.type === type) as unknown as Resource<Properties>[],
    assetPath: (key) => key,
    localize: (text) => text,
  };
}
