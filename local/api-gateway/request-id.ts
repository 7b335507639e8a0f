/** Ids of requests, messages and connections in API Gateway's form: opaque, 16 characters, ending in `=`. */
import { randomBytes } from 'node:crypto';

/** Returns a new id of 88 random bits. */
export function gatewayId(): string {
  return `${randomBytes(11).toString('base64url')}=`;
}
