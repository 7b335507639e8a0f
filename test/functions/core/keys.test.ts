/** The keys that derive from the root secret. */
import { describe, expect, it } from 'vitest';
import { deriveKey } from '#functions/core/keys.ts';

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');

describe('a derived key', () => {
  it('is HKDF-SHA-256 of the root, with the purpose as info', () => {
    // openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt key:root \
    //   -kdfopt 'info:message-center/device cookies' HKDF
    expect(hex(deriveKey('root', 'device cookies'))).toBe(
      'cf69c1a7b3e794110a57a0ab21ca5ac32f15e5c432967c05592d90fd1db70ae0',
    );
  });

  it('is another for another purpose or root', () => {
    const keys = [
      deriveKey('a', 'device cookies'),
      deriveKey('a', 'names in counters'),
      deriveKey('b', 'device cookies'),
    ];

    expect(new Set(keys.map(hex)).size).toBe(3);
    expect(keys.map((key) => key.length)).toEqual([32, 32, 32]);
  });
});
