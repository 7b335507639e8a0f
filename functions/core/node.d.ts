/** All of Node that the rules may use: hashes, encodings and the error log. Time, chance and stores are passed in. */
declare module 'node:crypto' {
  interface Hash {
    update(text: string): Hash;
    digest(): Uint8Array;
    digest(encoding: 'base64url'): string;
  }
  export function createHash(algorithm: 'sha256'): Hash;
  export function createHmac(algorithm: 'sha256', key: Uint8Array): Hash;
  export function hkdfSync(digest: 'sha256', key: string, salt: string, info: string, bytes: number): ArrayBuffer;
  export function timingSafeEqual(one: Uint8Array, other: Uint8Array): boolean;
}

declare const Buffer: {
  from(text: string, encoding?: 'base64url'): { toString(encoding?: 'base64url'): string };
  byteLength(text: string): number;
};

declare const console: { error(message: string, error?: unknown): void };
