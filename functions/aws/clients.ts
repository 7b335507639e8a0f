/**
 * How every AWS client is configured. A runtime that hosts the functions itself may leave a configuration under a well-known
 * symbol, and so carry the SDK's calls another way than over the network, unsigned. In Lambda there is none.
 */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type ClientConfiguration = Pick<DynamoDBClientConfig, 'requestHandler' | 'signer'>;

export const clientConfiguration: ClientConfiguration =
  (globalThis as { [key: symbol]: ClientConfiguration | undefined })[Symbol.for('aws.clientConfiguration')] ?? {};
