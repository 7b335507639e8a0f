import { createHash } from 'node:crypto';
import type { Content } from './entry.ts';

/** Fingerprint of what a request asked to be written: 16 bytes of SHA-256, base64url. */
export const digestOf = (content: Content): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
