/**
 * How often a password or a code may be guessed. Cognito counts by account alone: its fifth wrong password, or sixth
 * wrong code, also keeps the owner out, and AdminInitiateAuth counts like any sign-in. So we count before Cognito, and
 * one less: all unknown devices together by account, and each known device by itself.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow-things-to-know.html
 */

import { createHmac } from 'node:crypto';
import { Refusal } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';
import type { Keys } from './keys.ts';
import type { Accounts, Clock, NewId } from './ports.ts';

/** Counters of attempts that may fail. Unlike `Counters`, each has a window of its own, which every attempt extends. */
export interface Attempts {
  /**
   * Counts an attempt, unless `limit` of them count.
   * @param until when they are forgotten, if no other follows
   * @returns whether it may be made
   */
  take(counter: string, limit: number, now: number, until: number): Promise<boolean>;
  /** Counts an attempt no longer. */
  giveBack(counter: string): Promise<void>;
}

export interface AttemptServices {
  readonly attempts: Attempts;
  readonly keys: Keys;
  readonly newId: NewId;
  readonly clock: Pick<Clock, 'now'>;
}

/** Failures after which no more attempts at an account reach Cognito. */
export const FAILURES_MAX = 4;

const MINUTE_MS = 60_000;

/**
 * What is guessed. The window begins anew with each attempt, as Cognito's does, and is a minute longer: ours begins
 * before the attempt is made, Cognito's when the attempt arrives. If ours ended first, the next attempts would be the
 * fifth that Cognito counts. The minute is more than a function may run.
 */
export interface Secret {
  readonly name: 'password' | 'code';
  readonly windowMs: number;
  /** What to do where a known device has used up its attempts. */
  readonly advice: string;
}

export const PASSWORD: Secret = {
  name: 'password',
  windowMs: 16 * MINUTE_MS,
  advice: 'Too many wrong passwords. Wait 16 minutes, or set a new password by e-mail.',
};

export const CODE: Secret = {
  name: 'code',
  windowMs: 61 * MINUTE_MS,
  advice: 'Too many wrong codes. Wait 61 minutes, then request a new one.',
};

/** Who guesses: at which account, by which name, and from which of its known devices, if from one. */
export interface Guesser {
  readonly account: string;
  /** A user name or an e-mail address. */
  readonly name: string;
  readonly device: string | undefined;
}

/**
 * Makes an attempt, unless those before it were too many. It counts before it is made, so that many at once are no more
 * than one after another, and no longer once it turns out to be no failure.
 *
 * From unknown devices, an attempt too many is made at a name that nobody has, so it fails like any wrong one and takes
 * as long. Another answer would tell which address belongs to which name, since the two count together.
 * @param act makes the attempt at a name
 * @throws {Refusal} `too-many-requests` for a known device
 */
export async function attempt<T>(
  { attempts, keys, newId, clock }: AttemptServices,
  secret: Secret,
  { account, name, device }: Guesser,
  act: (name: string) => Promise<T>,
): Promise<T> {
  const now = clock.now();
  const counter = `${secret.name}#${await hashedName(keys, account)}${device === undefined ? '' : `#${device}`}`;
  if (!(await attempts.take(counter, FAILURES_MAX, now, now + secret.windowMs))) {
    if (device === undefined) return act(`nobody-${newId()}`);
    throw new Refusal('too-many-requests', secret.advice, { retryAfter: secret.windowMs / 1000 });
  }
  const isOver = () => attempts.giveBack(counter).catch((error: unknown) => console.error('An attempt stays.', error));
  try {
    const result = await act(name);
    await isOver();
    return result;
  } catch (error) {
    if (isNoFailure(error)) await isOver();
    throw error;
  }
}

/** Outages count: whether Cognito counted the attempt is not known. */
const isNoFailure = (error: unknown): boolean =>
  error instanceof Refusal && ['unconfirmed', 'code-needed', 'invalid', 'too-many-requests'].includes(error.code);

/**
 * Returns the user name that a name or address stands for, so that both count together. For a name that is no account's
 * it takes as long and returns the name.
 */
export async function accountOf(accounts: Pick<Accounts, 'find'>, name: string): Promise<string> {
  const lower = name.toLowerCase();
  if (isUserName(lower)) return lower;
  try {
    return (await accounts.find(name)).username.toLowerCase();
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'too-many-requests') return lower;
    throw error;
  }
}

/** What is typed as a name may be an address, or a password: counters hold neither. */
export async function hashedName(keys: Keys, name: string): Promise<string> {
  return createHmac('sha256', await keys('names in counters'))
    .update(name)
    .digest('base64url')
    .slice(0, HASH_CHARACTERS);
}

/** 16 bytes in base64url. */
const HASH_CHARACTERS = 22;
