/** Serves a bucket's objects as CloudFront does: compressed where it pays, and with an ETag. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Headers } from '../api-gateway/headers.ts';
import type { HttpResponse } from '../http-api/http-response.ts';
import type { Bucket, StoredObject } from './bucket.ts';

/**
 * CloudFront compresses these types, from 1,000 bytes on.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
const COMPRESSIBLE =
  /^(text\/|application\/(json|javascript|manifest\+json|wasm|xml)|image\/(svg\+xml|vnd\.microsoft\.icon))/;
const COMPRESSION_MIN_BYTES = 1000;

type Encoding = 'br' | 'gzip';

export function createStaticFiles(
  bucket: Bucket,
  { compress }: { compress: boolean },
): (path: string, headers: Headers) => HttpResponse {
  const compressed = new Map<StoredObject, Partial<Record<Encoding, Buffer>>>();

  function encode(object: StoredObject, encoding: Encoding): Buffer {
    const encodings = compressed.get(object) ?? {};
    compressed.set(object, encodings);
    return (encodings[encoding] ??= encoding === 'br' ? brotli(object.content) : gzipSync(object.content));
  }

  return (path, { 'accept-encoding': accepted = '', 'if-none-match': known }) => {
    const object = bucket.get(keyOf(path));
    if (!object) return accessDenied;
    const encoding = compress && isCompressible(object) ? bestOf(accepted) : undefined;
    const headers = {
      ...object.headers,
      etag: encoding ? `W/${object.etag}` : object.etag,
      ...(compress && { vary: 'accept-encoding' }),
      ...(encoding && { 'content-encoding': encoding }),
    };
    if (known !== undefined && isKnown(object.etag, known)) return { statusCode: 304, headers, cookies: [], body: '' };
    return { statusCode: 200, headers, cookies: [], body: encoding ? encode(object, encoding) : object.content };
  };
}

/** S3's response to a request for a missing object by a caller who may not list the bucket. */
const accessDenied: HttpResponse = {
  statusCode: 403,
  headers: { 'content-type': 'application/xml' },
  cookies: [],
  body:
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
};

function keyOf(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return path.slice(1);
  }
}

function isCompressible({ content, headers }: StoredObject): boolean {
  const { 'content-type': type = '', 'content-encoding': encoding } = headers;
  return content.length >= COMPRESSION_MIN_BYTES && encoding === undefined && COMPRESSIBLE.test(type);
}

/** Chooses the encoding. Like CloudFront, it prefers Brotli if the client accepts both. */
function bestOf(accepted: string): Encoding | undefined {
  return (['br', 'gzip'] as const).find((encoding) =>
    new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(accepted),
  );
}

/** True if `If-None-Match` has the ETag. The comparison is weak: RFC 9110 section 13.1.2. */
function isKnown(etag: string, known: string): boolean {
  return known === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}

/** Compresses with quality 5 of 11: close to the smallest size, in a hundredth of the time. */
function brotli(content: Buffer): Buffer {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}
