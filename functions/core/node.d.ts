/** All of Node that the rules may use: hashes, encodings and the error log. Time, chance and stores are passed in. */
declare module 'node:crypto' {
  interface Hash {
    update(text: string): Hash;
    digest(encoding: 'base64url'): string;
  }
  export function createHash(algorithm: 'sha256'): Hash;
}

declare const Buffer: {
  from(text: string, encoding?: 'base64url'): { toString(encoding?: 'base64url'): string };
  byteLength(text: string): number;
};

declare const console: { error(message: string, error?: unknown): void };
