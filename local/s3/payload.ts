/**
 * The body of an upload: its transfer form (`aws-chunked`) is undone, and its checksums are verified.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ByteReader } from './byte-reader.ts';
import type { S3Request } from './request.ts';
import { S3Error, notImplemented } from './s3-error.ts';

const UNSIGNED = 'UNSIGNED-PAYLOAD';
const CHUNKED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const LINE_MAX_BYTES = 8 * 1024;

/**
 * Yields the content of an upload.
 * @throws {S3Error} after the last chunk, if the content is not what the request's checksums say
 */
export async function* payloadOf({ headers, body }: S3Request): AsyncGenerator<Uint8Array> {
  const kind = headers['x-amz-content-sha256'] ?? UNSIGNED;
  if (kind.startsWith('STREAMING-') && kind !== CHUNKED) throw notImplemented(`the payload ${kind}`);
  const trailers: Record<string, string> = {};
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let crc = 0;
  let bytes = 0;
  const chunks = kind === CHUNKED ? decodeChunks(body, trailers) : body;
  for await (const chunk of chunks) {
    if (/^[0-9a-f]{64}$/.test(kind)) sha256.update(chunk);
    if (headers['content-md5'] !== undefined) md5.update(chunk);
    crc = crc32(chunk, crc);
    bytes += chunk.length;
    yield chunk;
  }

  const declared = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (declared !== undefined && Number(declared) !== bytes)
    throw new S3Error(
      400,
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header.',
    );
  if (/^[0-9a-f]{64}$/.test(kind) && sha256.digest('hex') !== kind)
    throw new S3Error(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  if (headers['content-md5'] !== undefined && md5.digest('base64') !== headers['content-md5'])
    throw badDigest('Content-MD5');
  const checksum = headers['x-amz-checksum-crc32'] ?? trailers['x-amz-checksum-crc32'];
  const computed = Buffer.alloc(4);
  computed.writeUInt32BE(crc);
  if (checksum !== undefined && computed.toString('base64') !== checksum) throw badDigest('CRC32');
}

const badDigest = (name: string): S3Error =>
  new S3Error(400, 'BadDigest', `The ${name} you specified did not match the calculated checksum.`);

/** Each chunk is its size in hexadecimal, a line end, the bytes and a line end; one of size 0 precedes the trailers. */
async function* decodeChunks(
  body: AsyncIterable<Uint8Array>,
  trailers: Record<string, string>,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(body, incomplete);
  for (;;) {
    const [size = ''] = (await reader.line(LINE_MAX_BYTES)).split(';');
    const left = /^[0-9a-f]+$/i.test(size) ? parseInt(size, 16) : NaN;
    if (Number.isNaN(left)) throw incomplete();
    if (left === 0) break;
    yield* reader.take(left);
    if ((await reader.line(0)) !== '') throw incomplete();
  }
  for (let line = await reader.line(LINE_MAX_BYTES); line !== ''; line = await reader.line(LINE_MAX_BYTES)) {
    const colon = line.indexOf(':');
    trailers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
}

const incomplete = (): S3Error =>
  new S3Error(400, 'IncompleteBody', 'The request body terminated unexpectedly or is not well-formed.');
