/**
 * Signature Version 4, as S3 computes it: paths are encoded once and are not normalized.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The algorithm's name, in headers, queries and forms. */
export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** What a signature is valid for: `<access key>/<yyyymmdd>/<region>/<service>/aws4_request`. */
export interface Scope {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export interface SignedRequest {
  readonly method: string;
  /** The path, decoded. */
  readonly path: string;
  /** Decoded names and values, without the signature itself. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names in lower case, in the order of the signature. */
  readonly signedHeaders: readonly string[];
  /** Hexadecimal SHA-256 of the body, or the word that stands for it. */
  readonly payloadHash: string;
}

/** @returns undefined if the text is no scope of Signature Version 4 */
export function parseScope(text: string): Scope | undefined {
  const match = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(text);
  if (!match) return undefined;
  const [, accessKeyId = '', date = '', region = '', service = ''] = match;
  return { accessKeyId, date, region, service };
}

/** @returns epoch milliseconds of `yyyymmddThhmmssZ`; undefined for any other text */
export function parseAmzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** Returns the signature of a request, in hexadecimal. */
export function signRequest(secret: string, scope: Scope, amzDate: string, request: SignedRequest): string {
  const { date, region, service } = scope;
  const canonical = createHash('sha256').update(canonicalRequest(request)).digest('hex');
  return signText(
    secret,
    scope,
    [ALGORITHM, amzDate, `${date}/${region}/${service}/aws4_request`, canonical].join('\n'),
  );
}

/** Returns the signature of a text, such as the policy of a form, in hexadecimal. */
export function signText(secret: string, { date, region, service }: Scope, text: string): string {
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    (parent, part) => createHmac('sha256', parent).update(part).digest(),
    `AWS4${secret}`,
  );
  return createHmac('sha256', key).update(text).digest('hex');
}

/** Compares signatures without telling by its duration how much of them is equal. */
export function isSameSignature(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function canonicalRequest({ method, path, query, headers, signedHeaders, payloadHash }: SignedRequest): string {
  const parameters = query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([one, left], [other, right]) => compare(one, other) || compare(left, right))
    .map((pair) => pair.join('='));
  const lines = signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  return [
    method,
    path.split('/').map(encode).join('/'),
    parameters.join('&'),
    lines.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Percent-encodes everything but letters, digits, `-`, `.`, `_` and `~`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
