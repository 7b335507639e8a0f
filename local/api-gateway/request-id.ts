/** Ids as API Gateway makes them, of requests, messages and connections: opaque, 16 characters, ending in `=`. */
import { randomBytes } from 'node:crypto';

/** 88 random bits. */
export function gatewayId(): string {
  return `${randomBytes(11).toString('base64url')}=`;
}
