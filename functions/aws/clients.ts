/**
 * How every AWS client is configured. A runtime that hosts the functions itself may leave a request handler under a
 * well-known symbol: the SDK's calls then go through it instead of the network. In Lambda there is none.
 */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type RequestHandler = NonNullable<DynamoDBClientConfig['requestHandler']>;

const provided = (globalThis as { [key: symbol]: RequestHandler | undefined })[Symbol.for('aws.requestHandler')];

export const clientConfiguration = provided ? { requestHandler: provided } : {};
