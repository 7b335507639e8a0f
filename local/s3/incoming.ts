/** Requests to S3 as they come over HTTP: streamed in, and never held in memory. */
import type { IncomingMessage } from 'node:http';
import type { Faults } from '../faults.ts';

/**
 * Returns a request's body. A reader that stops early leaves the connection open, for the response.
 * @param faults may cut the connection after the first chunk
 */
export async function* incomingBody(
  request: IncomingMessage,
  faults: Pick<Faults, 'cutUploads'>,
): AsyncGenerator<Uint8Array> {
  const isCut = Math.random() < faults.cutUploads;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    if (isCut) request.destroy();
    yield chunk;
  }
}

/** True for a request that is signed for S3, in its header, its query or its form. */
export function isForS3({ method, url = '', headers }: IncomingMessage): boolean {
  if ((headers.authorization ?? '').includes('/s3/aws4_request')) return true;
  if (/[?&]X-Amz-Credential=[^&]*%2Fs3%2Faws4_request/i.test(url)) return true;
  return method === 'POST' && (headers['content-type'] ?? '').startsWith('multipart/form-data');
}
