/**
 * All of Node that the rules may use: hashes, encodings, addresses and the error log. Time, chance and stores are
 * passed in.
 */
declare module 'node:crypto' {
  interface Hash {
    update(text: string): Hash;
    digest(): Uint8Array;
    digest(encoding: 'base64url'): string;
  }
  export function createHash(algorithm: 'sha256'): Hash;
  export function createHmac(algorithm: 'sha256', key: Uint8Array): Hash;
  export function hkdfSync(digest: 'sha256', key: string, salt: string, info: string, bytes: number): ArrayBuffer;
  export const ECDH: {
    /** Throws for a key that is no point of the curve. */
    convertKey(
      key: string,
      curve: 'prime256v1',
      input: 'base64url',
      output: 'base64url',
      format: 'uncompressed',
    ): string;
  };
  export function timingSafeEqual(one: Uint8Array, other: Uint8Array): boolean;
}

declare class URL {
  constructor(address: string);
  static canParse(address: string): boolean;
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
  readonly port: string;
  readonly hash: string;
}

declare const Buffer: {
  from(text: string, encoding?: 'base64url'): { toString(encoding?: 'base64url'): string };
  byteLength(text: string): number;
};

declare const console: { error(message: string, error?: unknown): void };
