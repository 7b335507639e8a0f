/** Telling a repeated request from another one under the same `clientId`. */

import { createHash } from 'node:crypto';
import type { Content } from './entry.ts';

/** Returns the fingerprint of what a request asked to write: 16 bytes of SHA-256, in base64url. */
export const digestOf = (content: Content): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
