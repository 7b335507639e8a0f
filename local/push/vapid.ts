/** Checking who posts a push: VAPID, RFC 8292. */
import { createPublicKey, verify } from 'node:crypto';

interface Proof {
  readonly aud?: string;
  readonly exp?: number;
  readonly sub?: string;
}

interface Checked {
  readonly proof?: Proof;
  readonly problem?: { readonly statusCode: 401 | 403; readonly message: string };
}

const HEADER = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/i;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Checks the header `Authorization` of a post.
 * @param origin of the push service
 * @param serverKey the only key that may post to the subscription, in base64url
 */
export function proofProblem(
  header: string | undefined,
  origin: string,
  now: number,
  serverKey: string | undefined,
): Checked {
  const refuse = (statusCode: 401 | 403, message: string): Checked => ({ problem: { statusCode, message } });
  const [, head = '', claims = '', signature = '', key = ''] = HEADER.exec(header ?? '') ?? [];
  if (key === '') return refuse(401, 'There is no proof by VAPID.');
  if (!isSigned(`${head}.${claims}`, signature, key)) return refuse(403, 'The proof is not signed with its key.');
  const proof = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Proof;
  if (proof.aud !== origin) return refuse(403, `The proof is for ${proof.aud}, not for ${origin}.`);
  const { exp = 0 } = proof;
  if (exp <= now / 1000) return refuse(403, 'The proof has expired.');
  if (exp > now / 1000 + DAY_SECONDS) return refuse(403, 'The proof is for more than a day.');
  if (serverKey !== undefined && serverKey !== key) return refuse(403, 'The subscription is of another server.');
  return { proof };
}

function isSigned(text: string, signature: string, key: string): boolean {
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  try {
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' });
    const how = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
    return verify('sha256', Buffer.from(text), how, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
