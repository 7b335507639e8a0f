/** The keys of the system. All derive from one root secret, each for one purpose, so that none tells another. */

import { hkdfSync } from 'node:crypto';

/**
 * Part of what a key derives from. Another text makes another key: what the old one signed is then worth nothing, and
 * what it hashed is not found again.
 */
export type Purpose = 'device cookies' | 'names in counters' | 'push topics' | `push signing ${1 | 2 | 3}`;

const KEY_BYTES = 32;

/** Derives the key for a purpose by HKDF-SHA-256 (RFC 5869). The root is random already and needs no salt. */
export const deriveKey = (root: string, purpose: Purpose): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', root, '', `message-center/${purpose}`, KEY_BYTES));

/** Returns the key for a purpose. */
export type Keys = (purpose: Purpose) => Promise<Uint8Array>;
