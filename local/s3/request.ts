/** A request to S3: which bucket and object it is for, and what its query holds. */
import type { Readable } from 'node:stream';
import { S3Error } from './s3-error.ts';

export interface S3Request {
  readonly method: string;
  /** Path and query, still percent-encoded. */
  readonly path: string;
  /** By lower-case name, `host` included. */
  readonly headers: Readonly<Record<string, string>>;
  /** To be read once. Leaving it early does not end the connection: the response is still to be sent. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface S3Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Readable;
}

/** What a request is for, decoded. */
export interface Target {
  readonly bucket: string;
  /** Empty: the bucket itself. */
  readonly key: string;
  /** The whole path, as it is signed. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const KEY_MAX_BYTES = 1024;

/**
 * Reads the bucket from the host name (`<bucket>.s3.<region>.amazonaws.com`), or else from the path's first segment.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 * @throws {S3Error} for a path that is no URI, and for a key that no object can have
 */
export function targetOf({ path: url, headers }: Pick<S3Request, 'path' | 'headers'>): Target {
  const question = url.indexOf('?');
  const path = decode(question < 0 ? url : url.slice(0, question));
  const query = question < 0 ? [] : parseQuery(url.slice(question + 1));
  const [, hosted] = /^(.+)\.s3[.-]([a-z0-9-]+\.)?amazonaws\.com$/.exec(headers['host'] ?? '') ?? [];
  const [, first = '', rest = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const target = hosted === undefined ? { bucket: first, key: rest } : { bucket: hosted, key: path.slice(1) };
  checkKey(target.key);
  return { ...target, path, query };
}

/** @throws {S3Error} for a key that is too long or leads out of its bucket, as a relative path would */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > KEY_MAX_BYTES)
    throw new S3Error(400, 'KeyTooLongError', 'Your key is too long', {
      Size: Buffer.byteLength(key),
      MaxSizeAllowed: KEY_MAX_BYTES,
    });
  let depth = 0;
  for (const segment of key.split('/')) {
    if (segment === '..') depth -= 1;
    else if (segment !== '.' && segment !== '') depth += 1;
    if (depth < 0) throw invalidUri();
  }
}

const invalidUri = (): S3Error => new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidUri();
  }
}

/** A `+` stays one: S3 decodes it as a space only in forms. */
const parseQuery = (query: string): (readonly [string, string])[] =>
  query
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });

/** Returns the operation's name, as its permission and the SDK's command have it. A form's upload is `PostObject`. */
export function operationOf({ method, path, headers }: Pick<S3Request, 'method' | 'path' | 'headers'>): string {
  if (method === 'PUT') return headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'CopyObject';
  if (method === 'GET' && /[?&]tagging(=|&|$)/.test(path)) return 'GetObjectTagging';
  return `${method.slice(0, 1)}${method.slice(1).toLowerCase()}Object`;
}
