/**
 * S3: finds the bucket, the caller and the operation of a request. Requests of functions come over their message ports,
 * which say who calls; all others prove it by a signature.
 */
import { randomUUID } from 'node:crypto';
import { ServiceError, type Authorize } from '../aws/service.ts';
import type { Faults } from '../faults.ts';
import { authenticate, type FindAccessKey } from './authentication.ts';
import type { Buckets } from './buckets.ts';
import { createObjectOperations } from './object-operations.ts';
import { postObject } from './post-object.ts';
import { targetOf, type S3Request, type S3Response } from './request.ts';
import { S3Error, accessDenied, errorXml, notImplemented } from './s3-error.ts';

export interface S3 {
  /**
   * Answers a request. Never rejects: errors become responses.
   * @param authorize the caller's permission check, if it is known who calls; otherwise a signature has to prove it
   */
  respond(request: S3Request, authorize?: Authorize): Promise<S3Response>;
}

export function createS3(options: {
  buckets: Pick<Buckets, 'objects' | 'arnOf'>;
  region: string;
  findAccessKey: FindAccessKey;
  faults: Pick<Faults, 'slowDowns'>;
  log: (line: string) => void;
  /** @returns epoch milliseconds */
  now?: () => number;
}): S3 {
  const { buckets, region, findAccessKey, faults, log, now = Date.now } = options;
  const operations = createObjectOperations(buckets);
  const authentication = { region, findAccessKey, now };

  async function handle(request: S3Request, known: Authorize | undefined): Promise<S3Response> {
    if (Math.random() < faults.slowDowns) throw new S3Error(503, 'SlowDown', 'Please reduce your request rate.');
    const target = targetOf(request);
    if (buckets.arnOf(target.bucket) === undefined)
      throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: target.bucket });
    if (request.method === 'POST' && target.key === '')
      return postObject(request, target.bucket, buckets, authentication);
    const authorize = known ?? authenticate(request, target, authentication);
    const operation = operations.byMethod.get(request.method);
    if (!operation || target.key === '')
      throw notImplemented(`${request.method} of ${target.key ? 'an object' : 'a bucket'}`);
    return operation(request, target, authorize);
  }

  return {
    async respond(request, authorize) {
      const common = { server: 'AmazonS3', 'x-amz-request-id': randomUUID(), 'x-amz-id-2': randomUUID() };
      try {
        const response = await handle(request, authorize);
        return { ...response, headers: { ...response.headers, ...common } };
      } catch (error) {
        const known = toS3Error(error);
        if (!known) log(`[s3] ${error instanceof Error ? error.stack : String(error)}`);
        const answer =
          known ?? new S3Error(500, 'InternalError', 'We encountered an internal error. Please try again.');
        return {
          statusCode: answer.statusCode,
          headers: { ...common, 'content-type': 'application/xml' },
          // A response to HEAD has no body, so its status is all that the caller learns.
          body: request.method === 'HEAD' ? '' : errorXml(answer),
        };
      }
    },
  };
}

/** Returns the S3 error for what went wrong; undefined if nobody knows what it is. */
function toS3Error(error: unknown): S3Error | undefined {
  if (error instanceof S3Error) return error;
  if (error instanceof ServiceError) {
    if (error.type === 'AccessDeniedException') return accessDenied(error.message);
    // The database is being opened again after a failed write.
    return new S3Error(503, 'ServiceUnavailable', 'Service is unable to handle request.');
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new S3Error(400, 'IncompleteBody', 'The connection was closed before the whole body had arrived.');
  return undefined;
}
