/**
 * Verifies tokens, and remembers the payloads of those whose signature was right: to verify one takes some 50 µs of
 * processor time, and a way to another thread and back. What time decides is looked at each time. A key that the issuer
 * has withdrawn may be used for as long as its tokens last, which the real authorizer allows for two hours:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
import { type JWTPayload, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';

/** Enough for all who use a laptop's cloud at once. */
const MOST = 5_000;

/** Returns what gives a token's payload, or throws what jose finds. `requiredClaims` must have `exp`. */
export function createVerifier(
  keys: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): (token: string) => Promise<JWTPayload> {
  const verified = new Map<string, JWTPayload>();
  return async (token) => {
    const known = verified.get(token);
    if (known && isTimely(known)) return known;
    verified.delete(token);
    const { payload } = await jwtVerify(token, keys, options);
    if (verified.size >= MOST) verified.clear();
    verified.set(token, payload);
    return payload;
  };
}

function isTimely({ exp = 0, nbf = 0 }: JWTPayload): boolean {
  const now = Date.now() / 1000;
  return nbf <= now && now < exp;
}
