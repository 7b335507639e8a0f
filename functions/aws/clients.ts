/**
 * How every AWS client is configured. A runtime that hosts the functions itself may leave a configuration under a well-known
 * symbol, and so carry the SDK's calls another way than over the network, unsigned. In Lambda there is none.
 */

import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type ClientConfiguration = Pick<DynamoDBClientConfig, 'requestHandler' | 'signer'>;

const hosted = (globalThis as { [key: symbol]: ClientConfiguration | undefined })[
  Symbol.for('aws.clientConfiguration')
];

/** Milliseconds to connect to a service, which is near: one that takes longer is not reached at all. */
const CONNECTION_TIMEOUT = 1_000;
/** Milliseconds to an answer of DynamoDB or a gateway, which takes tens. With them the SDK can try three times while a client waits. */
const REQUEST_TIMEOUT = 2_000;

/** @param requestTimeout milliseconds to an answer; without any, a connection that leads nowhere is waited for until the function is ended */
export const configurationFor = (requestTimeout: number): ClientConfiguration =>
  hosted ?? { requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, requestTimeout, throwOnRequestTimeout: true } };

export const clientConfiguration = configurationFor(REQUEST_TIMEOUT);
