/**
 * AWS Signature Version 4 for S3, as far as the files need it: requests signed in their query, and forms of uploads.
 * S3's own client would add more to a bundle than all the rest of a function:
 * docs/decisions/0022-s3-without-its-client.md
 */

import { createHash, createHmac } from 'node:crypto';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SERVICE = 's3';
/** What stands for the hash of a body that is not signed: it may be any. */
const UNSIGNED = 'UNSIGNED-PAYLOAD';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Whose signature it is, for where and when. */
export interface Signer {
  readonly credentials: Credentials;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface RequestToSign {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  readonly host: string;
  /** Begins with a slash. Has no character that a URL would encode. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Headers that the request must have, in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Returns the query of a request with its signature in it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * @param lifetime milliseconds for which S3 takes the request
 */
export function signedQuery(
  { method, host, path, query = {}, headers = {} }: RequestToSign,
  lifetime: number,
  signer: Signer,
): Readonly<Record<string, string>> {
  const signed: Readonly<Record<string, string>> = { ...headers, host };
  const names = Object.keys(signed).sort();
  const signedHeaders = names.join(';');
  const { credential, date } = scopeOf(signer);
  const full = {
    ...query,
    'X-Amz-Algorithm': ALGORITHM,
    'X-Amz-Credential': credential,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(Math.floor(lifetime / 1000)),
    'X-Amz-SignedHeaders': signedHeaders,
    ...(signer.credentials.sessionToken !== undefined && { 'X-Amz-Security-Token': signer.credentials.sessionToken }),
  };
  const canonicalHeaders = names.map((name) => `${name}:${signed[name]}\n`).join('');
  const canonical = [method, path, encodedQuery(full), canonicalHeaders, signedHeaders, UNSIGNED].join('\n');
  const text = [ALGORITHM, date, credential.slice(credential.indexOf('/') + 1), sha256(canonical)].join('\n');
  return { ...full, 'X-Amz-Signature': signatureOf(text, signer) };
}

/** Returns a query as it is sent and signed: sorted, with everything encoded but what RFC 3986 calls unreserved. */
export const encodedQuery = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Returns the fields of a form that S3 takes, until `expires`, with exactly these values and a file of exactly this
 * size.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 * @param expires epoch milliseconds
 */
export function signedForm(
  bucket: string,
  values: Readonly<Record<string, string>>,
  bytes: number,
  expires: number,
  signer: Signer,
): Readonly<Record<string, string>> {
  const { credential, date } = scopeOf(signer);
  const fields = {
    ...values,
    'x-amz-algorithm': ALGORITHM,
    'x-amz-credential': credential,
    'x-amz-date': date,
    ...(signer.credentials.sessionToken !== undefined && { 'x-amz-security-token': signer.credentials.sessionToken }),
  };
  const conditions = [
    { bucket },
    ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
    ['content-length-range', bytes, bytes],
  ];
  const document = JSON.stringify({ expiration: new Date(expires).toISOString(), conditions });
  const policy = Buffer.from(document).toString('base64');
  return { ...fields, policy, 'x-amz-signature': signatureOf(policy, signer) };
}

/** Returns the signer's scope, after the key's id, and the time as signatures have it. */
function scopeOf({ credentials, region, now }: Signer): { readonly credential: string; readonly date: string } {
  const date = new Date(now).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  return { credential: [credentials.accessKeyId, date.slice(0, 8), region, SERVICE, 'aws4_request'].join('/'), date };
}

function signatureOf(text: string, signer: Signer): string {
  const { date } = scopeOf(signer);
  const key = [date.slice(0, 8), signer.region, SERVICE, 'aws4_request'].reduce<string | Uint8Array>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    `AWS4${signer.credentials.secretAccessKey}`,
  );
  return createHmac('sha256', key).update(text).digest('hex');
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
