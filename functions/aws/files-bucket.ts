/**
 * The bucket of files. Nothing allows listing it, so S3 answers 403 for an object that does not exist, and 403 means
 * gone.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */

import { isShownInline } from '#contract/media-types.ts';
import type { Files, Shown } from '../core/files/ports.ts';
import { systemClock } from './clock.ts';
import { dynamo } from './dynamo.ts';
import { type RequestToSign, type Signer, encodedQuery, signedForm, signedQuery } from './signature-v4.ts';

/** Where the site passes requests on to the bucket. */
const FILES_PATH = '/files';
/** For how long a request of ours is good, milliseconds. */
const REQUEST_LIFETIME_MS = 60_000;
const ATTEMPTS = 3;
/** Wait before the second attempt; it doubles with each. */
const BACKOFF_MS = 50;
/** Of objects that are gone or not ours, and of a copy whose source has changed. */
const GONE: ReadonlySet<number> = new Set([403, 404]);
const CHANGED = 412;

interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function filesBucket(bucket: string): Files {
  const { configuration } = dynamo;
  // Lambda replaces the credentials of a function that lives long, so they are read for each signature.
  const signing = async (): Promise<Signer & { readonly host: string }> => {
    const [region, credentials] = await Promise.all([configuration.region(), configuration.credentials()]);
    return { region, credentials, now: systemClock.now(), host: `${bucket}.s3.${region}.amazonaws.com` };
  };

  /** @param ranged the header `range`, which is not signed */
  const once = async (request: Omit<RequestToSign, 'host'>, range?: string): Promise<Response> => {
    const { method, path, headers = {} } = request;
    const { host, ...signer } = await signing();
    const query = signedQuery({ ...request, host }, REQUEST_LIFETIME_MS, signer);
    const { response } = await configuration.requestHandler.handle({
      ...{ method, protocol: 'https:', hostname: host, path, query },
      headers: { ...headers, host, ...(range !== undefined && { range }) },
    });
    return { status: response.statusCode, headers: response.headers, body: await bytesOf(response.body) };
  };

  /** Sends a request, again where S3 fails. @throws {Error} for an answer that is not expected */
  const send = async (request: Omit<RequestToSign, 'host'>, range?: string): Promise<Response> => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await once(request, range).catch((error: unknown) => ({ error }));
      const failed = 'error' in outcome || isFailure(outcome);
      if (!failed) return outcome;
      if (attempt === ATTEMPTS) throw 'error' in outcome ? unavailable(outcome.error) : unavailable(outcome.status);
      await systemClock.sleep(BACKOFF_MS * 2 ** (attempt - 1));
    }
  };

  const pathOf = (key: string): string => `/${key}`;

  return {
    async uploadForm(key, type, bytes, expires) {
      return {
        url: `${FILES_PATH}/`,
        fields: signedForm(bucket, { key, 'Content-Type': type }, bytes, expires, await signing()),
      };
    },

    async link(key, shown, expires) {
      const { host, ...signer } = await signing();
      const query = {
        'response-cache-control': 'private, no-store',
        'response-content-disposition': dispositionOf(shown),
        // A page of somebody else's would run on our site, if its link were opened.
        'response-content-type': isShownInline(shown.type) ? shown.type : 'application/octet-stream',
      };
      const signed = signedQuery({ method: 'GET', host, path: pathOf(key), query }, expires - signer.now, signer);
      return `${FILES_PATH}${pathOf(key)}?${encodedQuery(signed)}`;
    },

    async head(key) {
      const { status, headers } = await send({ method: 'HEAD', path: pathOf(key) });
      if (GONE.has(status)) return undefined;
      expect(status, 200);
      return {
        bytes: Number(headers['content-length']),
        type: headers['content-type'] ?? '',
        etag: headers['etag'] ?? '',
      };
    },

    async read(key, length, etag) {
      const request = { method: 'GET', path: pathOf(key), headers: { 'if-match': etag } } as const;
      const { status, body } = await send(request, `bytes=0-${length - 1}`);
      if (GONE.has(status) || status === CHANGED) return new Uint8Array();
      expect(status, 206);
      return body;
    },

    async copy(from, to, etag) {
      const { status, body } = await send({
        method: 'PUT',
        path: pathOf(to),
        headers: {
          'x-amz-copy-source': `/${bucket}/${from}`,
          ...(etag !== undefined && { 'x-amz-copy-source-if-match': etag }),
        },
      });
      if (GONE.has(status) || status === CHANGED) return false;
      expect(status, 200);
      return body.includes('CopyObjectResult');
    },

    async remove(key) {
      expect((await send({ method: 'DELETE', path: pathOf(key) })).status, 204);
    },
  };
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

function expect(status: number, expected: number): void {
  if (status !== expected) throw new Error(`S3 answered ${status} instead of ${expected}.`);
}

async function bytesOf(body: unknown): Promise<Buffer> {
  if (!body) return Buffer.alloc(0);
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body as Uint8Array);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Says whether a file is shown or saved, and under which name: RFC 6266, with the name once in ASCII for old programs
 * and once as it is (RFC 8187).
 */
function dispositionOf({ type, name }: Shown): string {
  const kind = isShownInline(type) ? 'inline' : 'attachment';
  if (name === undefined) return kind;
  const ascii = name.replaceAll(/[^\w. -]/g, '_');
  const full = encodeURIComponent(name).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${full}`;
}
