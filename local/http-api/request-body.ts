/** Reads a request's body, up to a limit. */
import type { IncomingMessage } from 'node:http';

const EMPTY = Buffer.alloc(0);

/**
 * @returns the body, or undefined if it exceeds the limit. The rest is read and dropped, so that the client goes on to
 * read the response.
 * @throws {Error} when the client disconnects in the middle
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && (length === undefined || length === '0')) return Promise.resolve(EMPTY);

  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limitBytes) {
        chunks.length = 0;
        resolve(undefined);
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
