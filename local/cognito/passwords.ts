/** Passwords: what a pool's policy asks of them, and how they are kept. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { ServiceError } from '../aws/service.ts';
import type { PasswordPolicy } from './settings.ts';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt);

/** 16 MB and some 40 ms of one core for each guess. */
const COST = { N: 2 ** 14, r: 8, p: 1 };
const HASH_BYTES = 32;

/** Both base64. */
export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
}

/** Belongs to no password. Whoever checks one against it learns nothing, and takes as long to. */
const noPassword: PasswordHash = {
  salt: randomBytes(16).toString('base64'),
  hash: randomBytes(HASH_BYTES).toString('base64'),
};

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, HASH_BYTES, COST);
  return { salt: salt.toString('base64'), hash: hash.toString('base64') };
}

/** Takes the same time whether or not there is a hash to compare with. */
export async function matchesPassword(password: string, expected: PasswordHash = noPassword): Promise<boolean> {
  const hash = await derive(password, Buffer.from(expected.salt, 'base64'), HASH_BYTES, COST);
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
