/** Mocks of AWS for the functions' tests: the clients, and what services answer and throw. */

import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { DocumentClient } from '#functions/aws/document-client.ts';
import type { Entry } from '#functions/core/entry.ts';
import { recordCallsOf } from './record-calls.ts';

await import('aws-sdk-client-mock-vitest/extend');

/**
 * One mock of each client. A second one of the same client would replace the first in every file that holds it, since
 * the files of a worker share their modules.
 */
export const cognito = mockClient(CognitoIdentityProviderClient);
export const gateway = mockClient(ApiGatewayManagementApiClient);
/** The mock only replaces `send`, which both clients have. */
export const dynamo = recordCallsOf(mockClient(DocumentClient as unknown as typeof DynamoDBDocumentClient));
/** All secrets have the same value here. */
const SECRET = 'the value of every secret';
mockClient(SecretsManagerClient).on(GetSecretValueCommand).resolves({ SecretString: SECRET });

/** The error of a write whose condition fails. @param item for writes that ask for it */
export const conditionFailed = (item?: Record<string, unknown>) =>
  new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: {},
    Item: item && marshall(item),
  });

/** A failure of a service, by the SDK's name for it. */
export const failure = (name: string, message = `${name} was thrown`): Error =>
  Object.assign(new Error(message), { name });

/** Answers queries of the messages table from this log, in both directions. */
export function answerQueries(log: readonly Entry[]): void {
  dynamo
    .on(QueryCommand, { TableName: 'messages-table' })
    .callsFake(
      async (query: {
        ScanIndexForward?: boolean;
        Limit?: number;
        ExpressionAttributeValues: Record<string, unknown>;
      }) => {
        const { ':conversation': conversation, ':from': from, ':to': to = Infinity } = query.ExpressionAttributeValues;
        const found = log.filter(
          (entry) => entry.conversation === conversation && entry.seq >= Number(from) && entry.seq <= Number(to),
        );
        return { Items: (query.ScanIndexForward === false ? found.toReversed() : found).slice(0, query.Limit) };
      },
    );
}
