/** Hashes: telling a repeated request from another one under the same `clientId`, and comparing secrets. */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Content } from './entry.ts';

/** Returns the fingerprint of what a request asked to write: 16 bytes of SHA-256, in base64url. */
export const fingerprint = (content: object): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);

/** Returns the fingerprint of what an entry says. */
export const digestOf = (content: Content): string => fingerprint(content);

/** Compares in a time that tells nothing of the expected text. */
export const isEqual = (given: string, expected: string): boolean => timingSafeEqual(hash(given), hash(expected));

const hash = (text: string): Uint8Array => createHash('sha256').update(text).digest();
