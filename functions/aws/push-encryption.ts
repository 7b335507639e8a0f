/**
 * Encrypting what a push carries, for one browser: RFC 8291, with the content coding `aes128gcm` of RFC 8188 in one
 * record.
 */

import { createCipheriv, createECDH, hkdfSync } from 'node:crypto';
import type { Subscription } from '../core/push/device.ts';

const CURVE = 'prime256v1';
const SALT_BYTES = 16;
const KEY_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The salt, the size of records, and our public key with its length (RFC 8188, section 2.1). */
const HEADER_BYTES = SALT_BYTES + 4 + 1 + 65;
/** Push services take 4,096 bytes (RFC 8030, section 7.2). */
const BODY_MAX_BYTES = 4096;
/** Ends the text of the last record; zeros may follow. */
const DELIMITER = 2;
const RECORD_BYTES = BODY_MAX_BYTES;

/** Longest text that a push carries, in bytes. */
export const PUSH_TEXT_MAX_BYTES = BODY_MAX_BYTES - HEADER_BYTES - TAG_BYTES - 1;
/** Texts are filled up to a multiple of this, so that their length says little to the push service between. */
const STEP_BYTES = 256;

/** What is chosen by chance for each push. */
export interface PushChance {
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** A private key of P-256, used once. */
  readonly privateKey: Uint8Array;
}

/**
 * Returns the body of a push.
 * @param length of the text with what fills it up, in bytes; by default the next step
 * @throws {Error} where the text is too long, or the browser's key is no point of the curve
 */
export function encryptPush(
  text: string,
  { p256dh, auth }: Subscription['keys'],
  { salt, privateKey }: PushChance,
  length = paddedLength(Buffer.byteLength(text)),
): Buffer {
  const own = createECDH(CURVE);
  own.setPrivateKey(privateKey);
  const publicKey = own.getPublicKey();
  const theirKey = Buffer.from(p256dh, 'base64url');
  const shared = own.computeSecret(theirKey);

  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirKey, publicKey]);
  const secret = hkdf(shared, Buffer.from(auth, 'base64url'), info, 32);
  const key = hkdf(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), KEY_BYTES);
  const nonce = hkdf(secret, salt, Buffer.from('Content-Encoding: nonce\0'), NONCE_BYTES);

  const plain = Buffer.alloc(length + 1);
  if (Buffer.byteLength(text) > length || length > PUSH_TEXT_MAX_BYTES)
    throw new Error('The text is too long for a push.');
  plain[plain.write(text)] = DELIMITER;
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const encrypted = [cipher.update(plain), cipher.final(), cipher.getAuthTag()];

  const header = Buffer.alloc(5);
  header.writeUInt32BE(RECORD_BYTES);
  header.writeUInt8(publicKey.length, 4);
  return Buffer.concat([salt, header, publicKey, ...encrypted]);
}

const paddedLength = (bytes: number): number =>
  Math.min(Math.ceil((bytes + 1) / STEP_BYTES) * STEP_BYTES, Math.max(bytes, PUSH_TEXT_MAX_BYTES));

const hkdf = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, bytes));
