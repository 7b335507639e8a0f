/** What stands behind the AWS endpoint: one `Service` each for DynamoDB, Cognito and the management API of the WebSockets. */

/** A request as the SDK sends it: over HTTP, or over the message port of a function's worker. */
export interface ServiceRequest {
  readonly method: string;
  /** Path and query, still percent-encoded. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** False: what it writes need not be on the disk when it is answered. */
  readonly sync?: boolean;
}

export interface ServiceResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * Asks whether the caller's role allows an action (`dynamodb:PutItem`) on a resource (an ARN).
 * @throws {ServiceError} AccessDeniedException, when it does not
 */
export type Authorize = (action: string, resource: string) => void;

export type Service = (request: ServiceRequest, authorize: Authorize) => Promise<ServiceResponse>;

/** An error as AWS answers it: the SDK makes an exception of the type's name from it. */
export class ServiceError extends Error {
  readonly type: string;
  readonly statusCode: number;

  /** @param type name of the exception, without a namespace: `ConditionalCheckFailedException` */
  constructor(type: string, message: string, statusCode = 400) {
    super(message);
    this.name = 'ServiceError';
    this.type = type;
    this.statusCode = statusCode;
  }
}
