/**
 * How every AWS client is configured. A runtime that hosts the functions itself may leave a configuration under
 * a well-known symbol, to carry the SDK's calls some other way than over the network, unsigned. In Lambda there
 * is none.
 */

import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type ClientConfiguration = Pick<DynamoDBClientConfig, 'requestHandler' | 'signer' | 'defaultUserAgentProvider'>;

const hosted = (globalThis as { [key: symbol]: ClientConfiguration | undefined })[
  Symbol.for('aws.clientConfiguration')
];

/** The services are near: one that takes longer to connect to cannot be reached at all. */
const CONNECTION_TIMEOUT_MS = 1_000;
/**
 * DynamoDB and the gateway answer in tens of milliseconds. With this timeout the SDK can try three times while
 * a client waits.
 */
const REQUEST_TIMEOUT_MS = 2_000;

/**
 * Returns the configuration of a client.
 * @param requestTimeout milliseconds; without any, a dead connection would block until the function is terminated
 */
export const configurationFor = (requestTimeout: number): ClientConfiguration =>
  hosted ?? {
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout, throwOnRequestTimeout: true },
  };

export const clientConfiguration = configurationFor(REQUEST_TIMEOUT_MS);
