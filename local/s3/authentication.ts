/**
 * Who makes a request to S3: the signature in its header or in its query.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
import type { Authorize } from '../aws/service.ts';
import type { S3Request, Target } from './request.ts';
import { S3Error, accessDenied } from './s3-error.ts';
import {
  ALGORITHM,
  isSameSignature,
  parseAmzDate,
  parseScope,
  signRequest,
  signText,
  type Scope,
  type SignedRequest,
} from './signature.ts';

/** The key pair of somebody who may sign. */
export interface AccessKey {
  readonly secret: string;
  /** Belongs to the keys of a role, and has to come with every signature of theirs. */
  readonly sessionToken: string | undefined;
  /**
   * True if everybody knows the secret. It is believed in headers alone, which no page of another origin can send: such
   * a page could sign links and forms with it.
   */
  readonly isPublic: boolean;
  readonly authorize: Authorize;
}

/** @returns undefined if there is no such access key */
export type FindAccessKey = (accessKeyId: string) => AccessKey | undefined;

export interface Authentication {
  readonly region: string;
  readonly findAccessKey: FindAccessKey;
  /** @returns epoch milliseconds */
  readonly now: () => number;
}

/** How far the clock of a signer may be off. */
const CLOCK_SKEW_MS = 15 * 60_000;
const PRESIGNED_MAX_SECONDS = 7 * 24 * 60 * 60;

/**
 * Returns the permission check of the signer. A request without a signature is never allowed: the buckets block
 * public access.
 * @throws {S3Error} for a request without a signature, and for a signature that is wrong, expired or not of this place
 */
export function authenticate(request: S3Request, target: Target, options: Authentication): Authorize {
  const header = request.headers['authorization'];
  const presigned = parameter(target, 'X-Amz-Algorithm');
  if (header !== undefined && presigned !== undefined)
    throw new S3Error(
      400,
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter ' +
        'or the Authorization header should be specified',
    );
  if (header !== undefined) return authenticateHeader(header, request, target, options);
  if (presigned !== undefined) return authenticateQuery(request, target, options);
  throw accessDenied();
}

/** @throws {S3Error} when the form's policy is not signed by somebody who has the keys */
export function authenticateForm(fields: ReadonlyMap<string, string>, options: Authentication): Authorize {
  const [policy, algorithm, credential] = ['policy', 'x-amz-algorithm', 'x-amz-credential'].map((name) =>
    fields.get(name),
  );
  if (policy === undefined) throw accessDenied();
  if (algorithm !== ALGORITHM) throw new S3Error(400, 'InvalidArgument', `The algorithm must be ${ALGORITHM}`);
  const scope = parseScope(credential ?? '');
  if (!scope || scope.region !== options.region || scope.service !== 's3')
    throw new S3Error(400, 'InvalidArgument', `The credential must be of the region ${options.region} and of s3`);
  const key = keyOf(scope, fields.get('x-amz-security-token'), options, { isHeader: false });
  requireSame(fields.get('x-amz-signature'), signText(key.secret, scope, policy));
  return key.authorize;
}

function authenticateHeader(header: string, request: S3Request, target: Target, options: Authentication): Authorize {
  const malformed = (message: string): S3Error => new S3Error(400, 'AuthorizationHeaderMalformed', message);
  const [, credential = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 +Credential=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]+)$/.exec(header) ?? [];
  const scope = parseScope(credential);
  if (!scope) throw malformed('The authorization header that you provided is not valid.');
  if (scope.region !== options.region || scope.service !== 's3')
    throw malformed(
      `The authorization header is malformed; the region or service is wrong; expecting ${options.region}`,
    );
  const { headers } = request;
  const amzDate = headers['x-amz-date'] ?? '';
  const time = parseAmzDate(amzDate);
  if (time === undefined || !amzDate.startsWith(scope.date))
    throw accessDenied('AWS authentication requires a valid Date or x-amz-date header');
  if (Math.abs(time - options.now()) > CLOCK_SKEW_MS)
    throw new S3Error(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    );
  const payloadHash = headers['x-amz-content-sha256'];
  if (payloadHash === undefined)
    throw new S3Error(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  const key = keyOf(scope, headers['x-amz-security-token'], options, { isHeader: true });
  requireSigned(signature, key, scope, amzDate, {
    method: request.method,
    path: target.path,
    query: target.query,
    headers,
    signedHeaders: names.split(';'),
    payloadHash,
  });
  return key.authorize;
}

function authenticateQuery(request: S3Request, target: Target, options: Authentication): Authorize {
  const wrong = (message: string): S3Error => new S3Error(400, 'AuthorizationQueryParametersError', message);
  const [algorithm, credential, amzDate = '', expires = '', names = '', signature] = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ].map((name) => parameter(target, name));
  const scope = parseScope(credential ?? '');
  if (algorithm !== ALGORITHM || !scope || signature === undefined)
    throw wrong('Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, …');
  if (scope.region !== options.region || scope.service !== 's3')
    throw wrong(`Error parsing the X-Amz-Credential parameter; expecting the region ${options.region} and s3`);
  const seconds = /^\d+$/.test(expires) ? Number(expires) : NaN;
  if (!(seconds >= 1 && seconds <= PRESIGNED_MAX_SECONDS))
    throw wrong(`X-Amz-Expires must be from 1 to ${PRESIGNED_MAX_SECONDS} seconds`);
  const signedHeaders = names.split(';');
  if (!signedHeaders.includes('host')) throw wrong('The host header must be signed');
  const time = parseAmzDate(amzDate);
  if (time === undefined || !amzDate.startsWith(scope.date))
    throw wrong('X-Amz-Date must be the date of the credential');
  const now = options.now();
  if (time > now + CLOCK_SKEW_MS) throw accessDenied('Request is not yet valid');
  if (time + seconds * 1000 <= now) throw accessDenied('Request has expired');

  const key = keyOf(scope, parameter(target, 'X-Amz-Security-Token'), options, { isHeader: false });
  requireSigned(signature, key, scope, amzDate, {
    method: request.method,
    path: target.path,
    query: target.query.filter(([name]) => name !== 'X-Amz-Signature'),
    headers: request.headers,
    signedHeaders,
    payloadHash: 'UNSIGNED-PAYLOAD',
  });
  return key.authorize;
}

function keyOf(
  { accessKeyId }: Scope,
  token: string | undefined,
  { findAccessKey }: Authentication,
  { isHeader }: { readonly isHeader: boolean },
): AccessKey {
  const key = findAccessKey(accessKeyId);
  // A role's access key means nothing without its token.
  if (!key || (key.sessionToken !== undefined && token === undefined) || (key.isPublic && !isHeader))
    throw new S3Error(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
      AWSAccessKeyId: accessKeyId,
    });
  if (token !== key.sessionToken)
    throw new S3Error(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
  return key;
}

function requireSigned(
  signature: string | undefined,
  { secret }: AccessKey,
  scope: Scope,
  amzDate: string,
  request: SignedRequest,
): void {
  requireSame(signature, signRequest(secret, scope, amzDate, request));
  // Each header of S3's own has to be signed: others could be added to a request on its way.
  const unsigned = Object.keys(request.headers).find(
    (name) =>
      name.startsWith('x-amz-') &&
      !request.signedHeaders.includes(name) &&
      name !== 'x-amz-content-sha256' &&
      !EDGE_HEADERS.has(name),
  );
  if (unsigned !== undefined) throw accessDenied('There were headers present in the request which were not signed');
}

/** A header that CloudFront adds on the way, which is not S3's own. */
const EDGE_HEADERS = new Set(['x-amz-cf-id']);

function requireSame(given: string | undefined, computed: string): void {
  if (given !== undefined && isSameSignature(given, computed)) return;
  throw new S3Error(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
}

const parameter = ({ query }: Target, name: string): string | undefined => query.find(([one]) => one === name)?.[1];
