/** Verification codes: six digits, stored as a hash, with a limit on attempts. */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '../aws/service.ts';

const HOUR_MS = 60 * 60_000;
/** Cognito's own validity of a code, by its purpose. */
export const CODE_VALIDITY_MS = { confirmation: 24 * HOUR_MS, newPassword: HOUR_MS } as const;
/** An account may have this many wrong attempts, and this many mails, in an hour. */
const ATTEMPTS_PER_HOUR = 5;

/** An account's current code, and how many codes were mailed and mistyped. Times are epoch milliseconds. */
export interface CodeState {
  /** Absent once used. */
  readonly code?: { readonly hash: string; readonly expiresAt: number };
  readonly mailed?: Count;
  readonly missed?: Count;
}

interface Count {
  readonly times: number;
  readonly since: number;
}

/**
 * Issues a code, which replaces the one before.
 * @param now epoch milliseconds
 * @throws {ServiceError} LimitExceededException after five codes within an hour
 */
export function issueCode(state: CodeState, now: number, validityMs: number): { code: string; state: CodeState } {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  return {
    code,
    state: {
      ...state,
      code: { hash: hashOf(code), expiresAt: now + validityMs },
      mailed: countOnce(state.mailed, now),
    },
  };
}

/**
 * Compares a code with the issued one.
 * @returns after a wrong attempt, the state to save, which counts it
 * @throws {ServiceError} ExpiredCodeException, LimitExceededException
 */
export function checkCode(
  state: CodeState,
  code: string,
  now: number,
): { matches: true } | { matches: false; state: CodeState } {
  if (!state.code || state.code.expiresAt <= now) throw expiredCode();
  const missed = countOnce(state.missed, now);
  const matches = timingSafeEqual(Buffer.from(hashOf(code)), Buffer.from(state.code.hash));
  return matches ? { matches } : { matches, state: { ...state, missed } };
}

export const wrongCode = (): ServiceError =>
  new ServiceError('CodeMismatchException', 'Invalid verification code provided, please try again.');
export const expiredCode = (): ServiceError =>
  new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.');

function countOnce(count: Count | undefined, now: number): Count {
  if (!count || now - count.since >= HOUR_MS) return { times: 1, since: now };
  if (count.times >= ATTEMPTS_PER_HOUR)
    throw new ServiceError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
  return { times: count.times + 1, since: count.since };
}

const hashOf = (code: string): string => createHash('sha256').update(code).digest('base64');
