/**
 * The JWT authorizer: signature, `iss`, `aud` or else `client_id`, `exp`, `nbf`, `iat` and scopes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
import { errors, type JWTPayload } from 'jose';
import type { AuthorizerDefinition } from '../api-gateway/definition.ts';
import type { Headers } from '../api-gateway/headers.ts';
import { gatewayResponse, type HttpResponse } from './http-response.ts';
import { issuerKeys } from './issuer-keys.ts';
import { createVerifier } from './verified-tokens.ts';

/** The content of `requestContext.authorizer.jwt` in a function's event. */
export interface JwtContext {
  readonly claims: Readonly<Record<string, string>>;
  /** The token's scopes that the route accepts. Null if the route needs no scope. */
  readonly scopes: readonly string[] | null;
}

type Authorization = { readonly jwt: JwtContext } | { readonly refusal: HttpResponse };

export type Authorizer = (headers: Headers, scopes: readonly string[]) => Promise<Authorization>;

/** "Only RSA-based algorithms are supported." */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/**
 * @returns a function that verifies a request's token for a route's scopes. It throws when the issuer's keys cannot be
 * read.
 * @throws {Error} when the local cloud does not interpret the identity source
 */
export function createJwtAuthorizer({ id, issuer, audience, identitySources }: AuthorizerDefinition): Authorizer {
  const [source = '', ...others] = identitySources;
  const header = /^\$request\.header\.([\w-]+)$/.exec(source)?.[1]?.toLowerCase();
  if (header === undefined || others.length > 0) {
    const given = identitySources.join(', ');
    throw new Error(
      `The local cloud does not interpret the identity source ${given} of the JWT authorizer ${id}, only ` +
        '$request.header.<name>. Teach it in local/http-api/jwt-authorizer.ts.',
    );
  }
  const verify = createVerifier(issuerKeys(issuer), { issuer, algorithms: ALGORITHMS, requiredClaims: ['exp'] });

  return async (headers, scopes) => {
    const token = headers[header]?.replace(/^bearer /i, '');
    if (!token) return { refusal: unauthorized('Bearer') };
    try {
      const payload = await verify(token);
      const defect = defectOf(payload, audience);
      if (defect) return { refusal: unauthorized(invalidToken(defect)) };
      const granted = scopesOf(payload).filter((scope) => scopes.includes(scope));
      if (scopes.length > 0 && granted.length === 0) return { refusal: insufficientScope(scopes) };
      return { jwt: { claims: claimStrings(payload), scopes: scopes.length > 0 ? granted : null } };
    } catch (error) {
      if (isInvalidToken(error)) return { refusal: unauthorized(invalidToken(describe(error))) };
      throw new Error(`The keys of the issuer ${issuer} cannot be read.`, { cause: error });
    }
  };
}

function defectOf({ aud, client_id: clientId, iat }: JWTPayload, audience: readonly string[]): string | undefined {
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

/** Claims reach the function as strings. A list becomes `[a b]`. */
function claimStrings(payload: JWTPayload): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimString(value)]));
}

function claimString(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `[${value.join(' ')}]` : JSON.stringify(value);
}

/** True if jose found the token invalid. False if the keys could not be fetched or are invalid. */
const isInvalidToken = (error: unknown): error is errors.JOSEError =>
  error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid);

function describe(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token does not have a valid ${error.claim}`;
  return 'the token is not valid';
}

const invalidToken = (defect: string): string => `Bearer scope="" error="invalid_token" error_description="${defect}"`;
const unauthorized = (challenge: string): HttpResponse =>
  gatewayResponse(401, 'Unauthorized', { 'www-authenticate': challenge });
const insufficientScope = (scopes: readonly string[]): HttpResponse =>
  gatewayResponse(403, 'Forbidden', {
    'www-authenticate': `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"`,
  });
