/**
 * The JWT authorizer: signature, `iss`, `aud` or else `client_id`, `exp`, `nbf`, `iat` and scopes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import type { AuthorizerDefinition } from '../api-gateway/definition.ts';
import type { Headers } from '../api-gateway/headers.ts';
import { gatewayAnswer, type Answer } from './answer.ts';

/** What a function finds in `requestContext.authorizer.jwt`. */
export interface Grant {
  readonly claims: Readonly<Record<string, string>>;
  /** Those of the token's scopes that the route asks for; null where it asks for none. */
  readonly scopes: readonly string[] | null;
}

type Authorization = { readonly grant: Grant } | { readonly refusal: Answer };

export type Authorizer = (headers: Headers, scopes: readonly string[]) => Promise<Authorization>;

/** "Only RSA-based algorithms are supported." */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/**
 * @returns a function that judges a request's token for a route's scopes
 * @throws {Error} from that function, when the issuer's keys can not be had
 */
export function createJwtAuthorizer({ id, issuer, audience, identitySources }: AuthorizerDefinition): Authorizer {
  const [source = '', ...others] = identitySources;
  const header = /^\$request\.header\.([\w-]+)$/.exec(source)?.[1]?.toLowerCase();
  if (header === undefined || others.length > 0) {
    const given = identitySources.join(', ');
    throw new Error(
      `The JWT authorizer ${id} takes its token from ${given}; the local cloud knows $request.header.<name>.`,
    );
  }
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));

  return async (headers, scopes) => {
    const token = headers[header]?.replace(/^bearer /i, '');
    if (!token) return { refusal: unauthorized('Bearer') };
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ALGORITHMS, requiredClaims: ['exp'] });
      const fault = faultOf(payload, audience);
      if (fault) return { refusal: unauthorized(invalidToken(fault)) };
      const granted = scopesOf(payload).filter((scope) => scopes.includes(scope));
      if (scopes.length > 0 && granted.length === 0) return { refusal: insufficientScope(scopes) };
      return { grant: { claims: claimTexts(payload), scopes: scopes.length > 0 ? granted : null } };
    } catch (error) {
      if (isFaultOfToken(error)) return { refusal: unauthorized(invalidToken(describe(error))) };
      throw new Error(`The keys of the issuer ${issuer} can not be read.`, { cause: error });
    }
  };
}

function faultOf({ aud, client_id: clientId, iat }: JWTPayload, audience: readonly string[]): string | undefined {
  const given = [aud ?? clientId].flat();
  if (!given.some((one) => typeof one === 'string' && audience.includes(one)))
    return 'the token does not have a valid audience';
  if (iat !== undefined && iat * 1000 > Date.now()) return 'the token was issued in the future';
  return undefined;
}

function scopesOf({ scope, scp }: JWTPayload): readonly string[] {
  const claim = scope ?? scp;
  return typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim.map(String) : [];
}

/** Claims reach the function as texts; a list becomes `[a b]`. */
function claimTexts(payload: JWTPayload): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimText(value)]));
}

function claimText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `[${value.join(' ')}]` : JSON.stringify(value);
}

/** All that jose refuses is the token's fault, but keys that did not arrive or are not keys. */
function isFaultOfToken(error: unknown): error is errors.JOSEError {
  if (!(error instanceof errors.JOSEError)) return false;
  return !(
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC'
  );
}

function describe(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token does not have a valid ${error.claim}`;
  return 'the token is not valid';
}

const invalidToken = (fault: string): string => `Bearer scope="" error="invalid_token" error_description="${fault}"`;
const unauthorized = (challenge: string): Answer =>
  gatewayAnswer(401, 'Unauthorized', { 'www-authenticate': challenge });
const insufficientScope = (scopes: readonly string[]): Answer =>
  gatewayAnswer(403, 'Forbidden', {
    'www-authenticate': `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"`,
  });
