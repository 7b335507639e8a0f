/** Answers from a bucket as CloudFront does: compressed where it pays, with validators, read only. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Headers } from '../api-gateway/headers.ts';
import type { Answer } from '../http-api/answer.ts';
import type { Bucket, StoredObject } from './bucket.ts';

/**
 * What CloudFront compresses: these types, and no less than 1,000 bytes.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
const COMPRESSIBLE =
  /^(text\/|application\/(json|javascript|manifest\+json|wasm|xml)|image\/(svg\+xml|vnd\.microsoft\.icon))/;
const COMPRESSED_FROM_BYTES = 1000;

type Encoding = 'br' | 'gzip';

export function createStaticFiles(
  bucket: Bucket,
  { compress }: { compress: boolean },
): (path: string, headers: Headers) => Answer {
  const compressed = new Map<StoredObject, Partial<Record<Encoding, Buffer>>>();

  function encode(object: StoredObject, encoding: Encoding): Buffer {
    const made = compressed.get(object) ?? {};
    compressed.set(object, made);
    return (made[encoding] ??= encoding === 'br' ? brotli(object.content) : gzipSync(object.content));
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

/** What S3 says of an object that is not there to those who may not list the bucket. */
const accessDenied: Answer = {
  statusCode: 403,
  headers: { 'content-type': 'application/xml' },
  cookies: [],
  body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
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
  return content.length >= COMPRESSED_FROM_BYTES && encoding === undefined && COMPRESSIBLE.test(type);
}

/** Brotli where a client takes both, as CloudFront chooses. */
function bestOf(accepted: string): Encoding | undefined {
  return (['br', 'gzip'] as const).find((encoding) =>
    new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(accepted),
  );
}

/** `If-None-Match` compares weakly: RFC 9110 section 13.1.2. */
function isKnown(etag: string, known: string): boolean {
  return known === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}

/** Quality 5 of 11: close to the best in size, at a hundredth of its time. */
function brotli(content: Buffer): Buffer {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}
