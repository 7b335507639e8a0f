/** The six digits that prove who reads an address: made, kept as a hash, and compared a limited number of times. */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '../aws/service.ts';

const HOUR = 60 * 60_000;
/** How long a code may be used, by what it is for: Cognito's own, in milliseconds. */
export const CODE_LIFE = { confirmation: 24 * HOUR, newPassword: HOUR } as const;
/** Wrong tries, and mails, an account may have in an hour. */
const PER_HOUR = 5;

/** An account's current code, and how often it was asked for and missed. Times are epoch milliseconds. */
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
 * Makes a code, which takes the place of the one before.
 * @param life in milliseconds
 * @throws {ServiceError} LimitExceededException, after five within the hour
 */
export function issueCode(state: CodeState, now: number, life: number): { code: string; state: CodeState } {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  return {
    code,
    state: { ...state, code: { hash: hashOf(code), expiresAt: now + life }, mailed: countOnce(state.mailed, now) },
  };
}

/**
 * Compares a code with the one issued. A wrong try counts, in the state to be kept.
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
  if (!count || now - count.since >= HOUR) return { times: 1, since: now };
  if (count.times >= PER_HOUR)
    throw new ServiceError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
  return { times: count.times + 1, since: count.since };
}

const hashOf = (code: string): string => createHash('sha256').update(code).digest('base64');
