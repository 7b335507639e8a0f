/** Passwords: the pool's policy, and hashing with scrypt. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { ServiceError } from '../aws/service.ts';
import type { PasswordPolicy } from './settings.ts';
import { createTurns } from './turns.ts';

const runScrypt = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt);

/** Each guess costs 16 MB and about 40 ms of one core. */
const SCRYPT_COST = { N: 2 ** 14, r: 8, p: 1 };
const HASH_BYTES = 32;
/**
 * How many hashes are computed at the same time. They run in libuv's pool of four threads, and the database needs that
 * pool for each write: if hashes filled it, everybody's writes would wait for other people's sign-ins.
 */
const CONCURRENT_HASHES = availableParallelism() >= 4 ? 2 : 1;
/** Hashes that may wait, about four seconds of work. */
const WAITING_HASHES_MAX = 100;

/** Both in base64. */
export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
}

/** The hash of no password. Checking against it takes as long as for a real account, so the time reveals nothing. */
const noPassword: PasswordHash = {
  salt: randomBytes(16).toString('base64'),
  hash: randomBytes(HASH_BYTES).toString('base64'),
};

/** In the order of the calls: whether there is an account makes no difference to the wait. */
const inTurn = createTurns({
  atOnce: CONCURRENT_HASHES,
  waitingMax: WAITING_HASHES_MAX,
  // Cognito's own error above its quota of sign-ins a second.
  full: () => new ServiceError('TooManyRequestsException', 'Rate exceeded'),
});

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  inTurn(() => runScrypt(password, salt, HASH_BYTES, SCRYPT_COST));

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt);
  return { salt: salt.toString('base64'), hash: hash.toString('base64') };
}

/** True if the password has the expected hash. Takes the same time if there is no hash to compare with. */
export async function matchesPassword(password: string, expected: PasswordHash = noPassword): Promise<boolean> {
  const hash = await derive(password, Buffer.from(expected.salt, 'base64'));
  return timingSafeEqual(hash, Buffer.from(expected.hash, 'base64'));
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
