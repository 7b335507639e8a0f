/**
 * Codes of authenticator apps: RFC 6238, with the parameters that all apps know (SHA-1, six digits, 30 seconds).
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
 */
import { createHmac, randomBytes } from 'node:crypto';

const STEP_MS = 30_000;
const DIGITS = 6;
/** 160 bits, as RFC 4226 recommends. */
const SECRET_BYTES = 20;
/** Steps before and after the current one whose codes count, for clocks that differ and people who type slowly. */
const TOLERANCE_STEPS = 1;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Returns a new secret in base 32, as apps take it. */
export function newTotpSecret(): string {
  const bits = Array.from(randomBytes(SECRET_BYTES), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('');
}

/** Returns the code of a moment. @param now epoch milliseconds */
export const totpCode = (secret: string, now: number): string => codeOfStep(secret, Math.floor(now / STEP_MS));

/**
 * Returns the earliest code that is still to be accepted: where the current one was used, that of the next step.
 * @param usedStep the step of the last code that was accepted
 * @param now epoch milliseconds
 */
export const unusedTotpCode = (secret: string, usedStep: number | undefined, now: number): string =>
  codeOfStep(secret, Math.max(Math.floor(now / STEP_MS), (usedStep ?? -1) + 1));

/**
 * Returns the step that a code is of, if it is one of a step around now.
 * @param now epoch milliseconds
 */
export function stepOfCode(secret: string, code: string, now: number): number | undefined {
  const current = Math.floor(now / STEP_MS);
  for (let step = current - TOLERANCE_STEPS; step <= current + TOLERANCE_STEPS; step++)
    if (codeOfStep(secret, step) === code) return step;
  return undefined;
}

function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  const number = hash.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

function bytesOf(secret: string): Buffer {
  const bits = Array.from(secret, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
