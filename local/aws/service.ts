/**
 * What the services behind the AWS endpoint share: DynamoDB, Cognito, queues, secrets and `@connections`, each a
 * `Service`.
 */

import type { Readable } from 'node:stream';
import type { Account } from '../usage/meter.ts';

/** A request as the SDK sends it, over HTTP or over the message port of a function's worker. */
export interface ServiceRequest {
  readonly method: string;
  /** Path and query, still percent-encoded. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** False: its writes need not be on the disk when the response is sent. */
  readonly sync?: boolean;
  /** Counts the usage of the request. Absent if the caller is no function. */
  readonly account?: Account;
}

export interface ServiceResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A response whose body may be a stream, as objects of S3 are. */
export interface StreamedResponse extends Omit<ServiceResponse, 'body'> {
  readonly body: ServiceResponse['body'] | Readable;
}

/**
 * Checks that the caller's role allows an action (`dynamodb:PutItem`) on a resource (an ARN).
 * @throws {ServiceError} AccessDeniedException when it does not
 */
export type Authorize = (action: string, resource: string) => void;

export type Service = (request: ServiceRequest, authorize: Authorize) => Promise<ServiceResponse>;

/** An error in AWS's form. The SDK turns it into an exception named after the type. */
export class ServiceError extends Error {
  readonly type: string;
  readonly statusCode: number;

  /** @param type the exception's name without a namespace: `ConditionalCheckFailedException` */
  constructor(type: string, message: string, statusCode = 400) {
    super(message);
    this.name = 'ServiceError';
    this.type = type;
    this.statusCode = statusCode;
  }
}
