/** Decrypting a push as a browser does: RFC 8291, and the content coding `aes128gcm` of RFC 8188 in one record. */
import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';

/** Keys of a browser in base64url. */
export interface BrowserKeys {
  readonly p256dh: string;
  readonly auth: string;
  /** Absent where the browser keeps it to itself. */
  readonly privateKey?: string;
}

const TAG_BYTES = 16;
/** Ends the text of the last record. */
const DELIMITER = 2;

/** Returns the text; undefined without a private key, or where the body is not for these keys. */
export function decryptPush(body: Buffer, { auth, privateKey }: BrowserKeys): string | undefined {
  if (privateKey === undefined) return undefined;
  try {
    const salt = body.subarray(0, 16);
    const keyBytes = body.readUInt8(20);
    const senderKey = body.subarray(21, 21 + keyBytes);
    const record = body.subarray(21 + keyBytes);
    const curve = createECDH('prime256v1');
    curve.setPrivateKey(privateKey, 'base64url');
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), curve.getPublicKey(), senderKey]);
    const secret = hkdf(curve.computeSecret(senderKey), Buffer.from(auth, 'base64url'), info, 32);
    const key = hkdf(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = hkdf(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce);
    decipher.setAuthTag(record.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
    const end = plain.findLastIndex((byte) => byte !== 0);
    return plain[end] === DELIMITER ? plain.subarray(0, end).toString() : undefined;
  } catch {
    return undefined;
  }
}

const hkdf = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, bytes));
