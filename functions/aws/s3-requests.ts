/**
 * Requests to a bucket, signed in their query, and sent again where S3 fails. Nothing allows functions to list buckets,
 * so S3 answers 403 for an object that does not exist, and 403 means gone.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */

import { systemClock } from './clock.ts';
import { dynamo } from './dynamo.ts';
import { type RequestToSign, type Signer, signedQuery } from './signature-v4.ts';

/** For how long a request of ours is good, milliseconds. */
const REQUEST_LIFETIME_MS = 60_000;
/** How often a request is made that S3 fails to answer. */
const ATTEMPTS = 3;
/** Wait before the second attempt; it doubles with each. */
const BACKOFF_MS = 50;
/** Of objects that are gone or not ours. */
export const GONE: ReadonlySet<number> = new Set([403, 404]);

interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

type BucketRequest = Omit<RequestToSign, 'host'>;

/** What is not signed. */
interface Unsigned {
  /** The header `range`. */
  readonly range?: string;
  readonly body?: Uint8Array;
  /** Milliseconds for all attempts together. Undefined: each has the time that a table has. */
  readonly timeoutMs?: number;
}

interface BucketRequests {
  /** Returns what signs a request to the bucket now. */
  signing(): Promise<Signer & { readonly host: string }>;
  /** Sends a request, again where S3 fails. @throws {Error} that is answered as 503 where it fails for good */
  send(request: BucketRequest, unsigned?: Unsigned): Promise<Response>;
}

export function bucketRequests(bucket: string, attempts = ATTEMPTS): BucketRequests {
  const { configuration } = dynamo;
  // Lambda replaces the credentials of a function that lives long, so they are read for each signature.
  const signing: BucketRequests['signing'] = async () => {
    const [region, credentials] = await Promise.all([configuration.region(), configuration.credentials()]);
    return { region, credentials, now: systemClock.now(), host: `${bucket}.s3.${region}.amazonaws.com` };
  };

  const once = async (request: BucketRequest, { range, body }: Unsigned, until: number): Promise<Response> => {
    const { method, path, headers = {} } = request;
    const { host, ...signer } = await signing();
    const query = signedQuery({ ...request, host }, REQUEST_LIFETIME_MS, signer);
    const sent = {
      ...{ method, protocol: 'https:', hostname: host, path, query },
      headers: {
        ...{ ...headers, host },
        ...(range !== undefined && { range }),
        ...(body && { 'content-length': String(body.byteLength) }),
      },
      ...(body && { body }),
    };
    const left = Math.max(1, until - systemClock.now());
    const options = Number.isFinite(left) ? { requestTimeout: left } : {};
    const { response } = await configuration.requestHandler.handle(sent, options);
    return { status: response.statusCode, headers: response.headers, body: await bytesOf(response.body) };
  };

  return {
    signing,
    async send(request, unsigned = {}) {
      const until = systemClock.now() + (unsigned.timeoutMs ?? Infinity);
      for (let attempt = 1; ; attempt++) {
        const outcome = await once(request, unsigned, until).catch((error: unknown) => ({ error }));
        const failed = 'error' in outcome || isFailure(outcome);
        if (!failed) return outcome;
        if (attempt === attempts || systemClock.now() >= until)
          throw 'error' in outcome ? unavailable(outcome.error) : unavailable(outcome.status);
        await systemClock.sleep(BACKOFF_MS * 2 ** (attempt - 1));
      }
    },
  };
}

/** @throws {Error} for another status */
export function expect(status: number, expected: number): void {
  if (status !== expected) throw new Error(`S3 answered ${status} instead of ${expected}.`);
}

/**
 * True if S3 failed, and may not fail again. A copy may fail with the status 200.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
const isFailure = ({ status, body }: Response): boolean =>
  status >= 500 || status === 429 || (status === 200 && body.subarray(0, 200).includes('<Error>'));

/** An error that is answered as 503: see `unlessUnavailable`. */
const unavailable = (cause: unknown): Error =>
  Object.assign(new Error('S3 does not answer.', { cause }), { $metadata: { httpStatusCode: 503 } });

async function bytesOf(body: unknown): Promise<Buffer> {
  if (!body) return Buffer.alloc(0);
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body as Uint8Array);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
