/** Passwords: the pool's policy, and hashing with scrypt. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { ServiceError } from '../aws/service.ts';
import type { PasswordPolicy } from './settings.ts';
import { createTurns } from './turns.ts';

const runScrypt = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt);

/**
 * scrypt's N, a power of two, and its p. Each guess costs 2 MB and about 40 ms of one core. With p of 1 it would cost
 * 16 MB in the same time, but then the C library keeps 33 MB for each thread that hashed: decision 43.
 */
export const PASSWORD_COST = 2 ** 11;
const LANES = 8;
/** The N of hashes that do not say theirs, whose p is 1. */
const EARLIER_COST = 2 ** 14;
const HASH_BYTES = 32;
/**
 * How many hashes are computed at the same time. They run in libuv's pool of four threads, and the database needs that
 * pool for each write: if hashes filled it, everybody's writes would wait for other people's sign-ins.
 */
const CONCURRENT_HASHES = availableParallelism() >= 4 ? 2 : 1;
/** Hashes that may wait, about four seconds of work. */
const WAITING_HASHES_MAX = 100;

export interface PasswordHash {
  /** In base64. */
  readonly salt: string;
  /** In base64. */
  readonly hash: string;
  /** scrypt's N. Absent: `EARLIER_COST`. */
  readonly cost?: number;
  /** scrypt's p. Absent: 1. */
  readonly lanes?: number;
}

/** The hash of no password. Checking against it takes as long as for a real account, so the time reveals nothing. */
const noPassword: PasswordHash = {
  salt: randomBytes(16).toString('base64'),
  hash: randomBytes(HASH_BYTES).toString('base64'),
  lanes: LANES,
};

/** In the order of the calls: whether there is an account makes no difference to the wait. */
const inTurn = createTurns({
  atOnce: CONCURRENT_HASHES,
  waitingMax: WAITING_HASHES_MAX,
  // Cognito's own error above its quota of sign-ins a second.
  full: () => new ServiceError('TooManyRequestsException', 'Rate exceeded'),
});

const derive = (password: string, salt: Buffer, cost: number, lanes: number): Promise<Buffer> =>
  inTurn(() => runScrypt(password, salt, HASH_BYTES, { N: cost, r: 8, p: lanes }));

/** @param cost scrypt's N, a power of two */
export async function hashPassword(password: string, cost: number): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost, LANES);
  return { salt: salt.toString('base64'), hash: hash.toString('base64'), cost, lanes: LANES };
}

/**
 * True if the password has the expected hash. Takes the same time if there is no hash to compare with.
 * @param cost of hashing a new password
 */
export async function matchesPassword(
  password: string,
  expected: PasswordHash | undefined,
  cost: number,
): Promise<boolean> {
  const { salt, hash: wanted, cost: itsCost = EARLIER_COST, lanes = 1 } = expected ?? { ...noPassword, cost };
  const hash = await derive(password, Buffer.from(salt, 'base64'), itsCost, lanes);
  return timingSafeEqual(hash, Buffer.from(wanted, 'base64'));
}

/** @throws {ServiceError} InvalidPasswordException */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  const refuse = (reason: string): never => {
    throw new ServiceError('InvalidPasswordException', `Password did not conform with policy: ${reason}`);
  };
  if (password.length < (policy.MinimumLength ?? 8)) refuse('Password not long enough');
  if (policy.RequireLowercase && !/[a-z]/.test(password)) refuse('Password must have lowercase characters');
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) refuse('Password must have uppercase characters');
  if (policy.RequireNumbers && !/[0-9]/.test(password)) refuse('Password must have numeric characters');
  if (policy.RequireSymbols && !/[^a-zA-Z0-9]/.test(password)) refuse('Password must have symbol characters');
}
