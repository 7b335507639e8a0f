/** What a push carries: the examples of RFC 8291, and the limits of RFC 8030. */

import { createDecipheriv, createECDH, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PUSH_TEXT_MAX_BYTES, encryptPush } from '#functions/aws/push-encryption.ts';
import { vapidAuthorization, vapidKey } from '#functions/aws/vapid.ts';
import { deriveKey, type Keys } from '#functions/core/keys.ts';

const bytes = (text: string) => Buffer.from(text, 'base64url');
/** RFC 8291, section 5 and appendix A. */
const example = {
  text: 'When I grow up, I want to be a watermelon',
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
  theirPrivateKey: bytes('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'),
  chance: {
    salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
    privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
  },
  body:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A' +
    '_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

/** Decrypts as a browser does. @returns the text with its delimiter and what fills it up */
function decrypt(body: Buffer): Buffer {
  const [salt, sender, rest] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)];
  const own = createECDH('prime256v1');
  own.setPrivateKey(example.theirPrivateKey);
  const expand = (secret: Uint8Array, with_: Uint8Array, info: Uint8Array, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, with_, info, length));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), own.getPublicKey(), sender]);
  const secret = expand(own.computeSecret(sender), bytes(example.keys.auth), info, 32);
  const key = expand(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = expand(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(rest.subarray(-16));
  return Buffer.concat([decipher.update(rest.subarray(0, -16)), decipher.final()]);
}

describe('the body of a push', () => {
  it('is that of the example in RFC 8291', () => {
    const { text, keys, chance } = example;

    const body = encryptPush(text, keys, chance, Buffer.byteLength(text));

    expect(body.toString('base64url')).toBe(example.body);
  });

  it('is as long for a short text as for a somewhat longer one', () => {
    const lengths = ['', 'a', 'ä'.repeat(100), 'a'.repeat(255)].map(
      (text) => encryptPush(text, example.keys, example.chance).length,
    );

    expect(new Set(lengths)).toEqual(new Set([86 + 256 + 1 + 16]));
  });

  it('holds the longest text within the 4,096 bytes that every push service takes', () => {
    const body = encryptPush('a'.repeat(PUSH_TEXT_MAX_BYTES), example.keys, example.chance);

    expect(body).toHaveLength(4096);
    expect(decrypt(body)).toEqual(Buffer.from(`${'a'.repeat(PUSH_TEXT_MAX_BYTES)}\u0002`));
    expect(() => encryptPush('a'.repeat(PUSH_TEXT_MAX_BYTES + 1), example.keys, example.chance)).toThrow('too long');
  });

  it('gives back its text, with a delimiter and nothing but zeros behind it', () => {
    const plain = decrypt(encryptPush('Grüße', example.keys, example.chance));

    expect(plain.subarray(0, 8).toString()).toBe('Grüße\u0002'.slice(0, 6));
    expect(plain.subarray(8).every((byte) => byte === 0)).toBe(true);
  });
});

describe('the key of VAPID', () => {
  const keysOf =
    (root: string): Keys =>
    async (purpose) =>
      deriveKey(root, purpose);

  it('derives from the root secret alone, and differs with it', async () => {
    const [one, again, other] = await Promise.all(
      ['a root', 'a root', 'another'].map((root) => vapidKey(keysOf(root))),
    );

    expect(again).toEqual(one);
    expect(other?.publicKey).not.toBe(one?.publicKey);
    expect(bytes(one?.publicKey ?? '')).toHaveLength(65);
  });

  it.each([
    ['zero', Buffer.alloc(32)],
    ['the order of the curve', Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')],
    ['more than the order', Buffer.alloc(32, 255)],
  ])('passes over %s, which is no private key', async (_, number) => {
    const keys: Keys = async (purpose) => (purpose === 'push signing 1' ? number : deriveKey('a root', purpose));

    const { privateKey } = await vapidKey(keys);

    expect(privateKey).toBe(Buffer.from(deriveKey('a root', 'push signing 2')).toString('base64url'));
  });
});

describe('the proof to a push service', () => {
  const HOUR_MS = 60 * 60_000;
  const NOW = Date.UTC(2026, 10, 28);
  const prove = async () => {
    const key = await vapidKey(async (purpose) => deriveKey('a root', purpose));
    return { key, authorize: vapidAuthorization(key, 'https://site.example') };
  };
  const partsOf = (header: string) => {
    const [, token = '', k = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(header) ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    return {
      head,
      claims: JSON.parse(bytes(claims).toString()) as { exp: number },
      signed: `${head}.${claims}`,
      signature,
      k,
    };
  };

  it('is a token for its origin, for less than a day, signed with the key that it names', async () => {
    const { key, authorize } = await prove();

    const { head, claims, signed, signature, k } = partsOf(authorize('https://push.example/a/b?c', NOW));

    expect(JSON.parse(bytes(head).toString())).toEqual({ typ: 'JWT', alg: 'ES256' });
    expect(claims).toEqual({ aud: 'https://push.example', exp: NOW / 1000 + 12 * 3600, sub: 'https://site.example' });
    expect(k).toBe(key.publicKey);
    const point = bytes(k);
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    const proof = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha256', Buffer.from(signed), proof, bytes(signature))).toBe(true);
  });

  it('is made once for an origin, and again before it ends', async () => {
    const { authorize } = await prove();
    const first = authorize('https://push.example/a', NOW);

    expect(authorize('https://push.example/b', NOW + 10 * HOUR_MS)).toBe(first);
    expect(authorize('https://push.example/a', NOW + 11 * HOUR_MS)).not.toBe(first);
    expect(partsOf(authorize('https://other.example/a', NOW)).claims).toMatchObject({ aud: 'https://other.example' });
  });
});
