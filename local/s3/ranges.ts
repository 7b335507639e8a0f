/**
 * Conditional and partial reads of an object.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
import type { ByteRange, ObjectHead } from './object-store.ts';
import { S3Error } from './s3-error.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * Returns the range that a request asks for; undefined for the whole object. S3 answers several ranges, or what is no
 * range of bytes, with the whole object.
 * @throws {S3Error} InvalidRange for one that begins behind the end
 */
export function rangeOf({ range, 'if-range': ifRange }: Headers, { bytes, etag }: ObjectHead): ByteRange | undefined {
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (from === '' && to === '') return undefined;
  // `-500` are the last 500 bytes.
  const first = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (first >= bytes || first > last)
    throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: range,
      ActualObjectSize: bytes,
    });
  return { first, last };
}

/**
 * Decides whether the object is what a request expects. An ETag is stronger than a date: RFC 9110 section 13.2.2.
 * @returns false if the client has it already
 * @throws {S3Error} PreconditionFailed
 */
export function isWanted(headers: Headers, { etag, modifiedAt }: ObjectHead): boolean {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const { 'if-modified-since': modifiedSince, 'if-unmodified-since': unmodifiedSince } = headers;
  // Dates of headers have no milliseconds.
  const modified = Math.floor(modifiedAt / 1000) * 1000;
  if (
    match !== undefined
      ? !matches(match, etag)
      : unmodifiedSince !== undefined && modified > Date.parse(unmodifiedSince)
  )
    throw preconditionFailed(match !== undefined ? 'If-Match' : 'If-Unmodified-Since');
  if (noneMatch !== undefined) return !matches(noneMatch, etag);
  return modifiedSince === undefined || !(modified <= Date.parse(modifiedSince));
}

export const preconditionFailed = (condition: string): S3Error =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });

/** True if a list of ETags, with or without quotation marks, has this one. */
export const matches = (list: string, etag: string): boolean =>
  list.split(',').some((one) => {
    const trimmed = one.trim().replace(/^W\//, '');
    return trimmed === '*' || trimmed === etag || `"${trimmed}"` === etag;
  });
