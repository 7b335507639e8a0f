/** The headers that are stored with an object, and those that a request may have. */
import type { ObjectHead } from './object-store.ts';
import { S3Error, notImplemented } from './s3-error.ts';

type Headers = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const STORED = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]);
const METADATA_PREFIX = 'x-amz-meta-';
const METADATA_MAX_BYTES = 2 * 1024;
const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';

/** What is interpreted of S3's own headers and fields; those that make no difference here end the list. */
const KNOWN = new Set([
  'x-amz-algorithm',
  'x-amz-checksum-crc32',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-none-match',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-metadata-directive',
  'x-amz-tagging-directive',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-trailer',
  'x-amz-cf-id',
  'x-amz-checksum-mode',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-user-agent',
]);

/** @throws {S3Error} NotImplemented, for one of S3's headers or fields that the local cloud does not know */
export function checkKnown(names: Iterable<string>): void {
  for (const name of names)
    if (name.startsWith('x-amz-') && !name.startsWith(METADATA_PREFIX) && !KNOWN.has(name))
      throw notImplemented(`the header ${name}`);
}

/**
 * Returns the headers to store with an object, from those of its upload.
 * @throws {S3Error} for a value that no header can have, and for metadata of more than 2 KB
 */
export function storedHeaders(given: Headers): Headers {
  const stored = Object.entries(given).filter(([name]) => STORED.has(name) || name.startsWith(METADATA_PREFIX));
  let metadataBytes = 0;
  for (const [name, value] of stored) {
    checkValue(name, value);
    if (name.startsWith(METADATA_PREFIX)) metadataBytes += name.length - METADATA_PREFIX.length + value.length;
  }
  if (metadataBytes > METADATA_MAX_BYTES)
    throw new S3Error(400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      Size: metadataBytes,
      MaxSizeAllowed: METADATA_MAX_BYTES,
    });
  const { 'content-encoding': encoding, ...headers } = Object.fromEntries(stored);
  // `aws-chunked` is how the body travels, and no encoding of the object.
  const encodings = (encoding ?? '').split(',').flatMap((one) => {
    const trimmed = one.trim();
    return trimmed === '' || trimmed === 'aws-chunked' ? [] : [trimmed];
  });
  return {
    'content-type': DEFAULT_CONTENT_TYPE,
    ...headers,
    ...(encodings.length > 0 && { 'content-encoding': encodings.join(',') }),
  };
}

/** Returns the headers of a response that has an object or describes it. */
export const responseHeaders = ({ etag, modifiedAt, headers }: ObjectHead): Headers => ({
  ...headers,
  etag,
  'last-modified': new Date(modifiedAt).toUTCString(),
  'accept-ranges': 'bytes',
  'x-amz-server-side-encryption': 'AES256',
});

/**
 * Returns the headers that a request's query sets in the response: `response-content-type` and its like.
 * @throws {S3Error} for a value that no header can have
 */
export function overriddenHeaders(query: readonly (readonly [name: string, value: string])[]): Headers {
  const overrides = query.flatMap(([name, value]): [string, string][] => {
    const header = name.startsWith('response-') ? name.slice('response-'.length) : '';
    return STORED.has(header) ? [[header, value]] : [];
  });
  for (const [name, value] of overrides) checkValue(`response-${name}`, value);
  return Object.fromEntries(overrides);
}

function checkValue(name: string, value: string): void {
  if (!/^[\t\u0020-\u007e]*$/.test(value))
    throw new S3Error(400, 'InvalidArgument', `The value of ${name} has characters that a header cannot have.`, {
      ArgumentName: name,
    });
}
