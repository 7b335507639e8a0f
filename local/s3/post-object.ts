/**
 * An upload by a form: its policy says which key, type and size it may have.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 */
import { authenticateForm, type Authentication } from './authentication.ts';
import type { Buckets } from './buckets.ts';
import { checkKnown, storedHeaders } from './object-headers.ts';
import { readPostForm } from './post-form.ts';
import { checkPolicy, checkSize, type SizeLimits } from './post-policy.ts';
import { checkKey, type S3Request, type S3Response } from './request.ts';
import { S3Error, escapeXml, notImplemented } from './s3-error.ts';

/** Fields that the local cloud does not interpret. */
const UNKNOWN_FIELDS = ['acl', 'tagging', 'redirect', 'success_action_redirect'];

export async function postObject(
  request: S3Request,
  bucket: string,
  { objects, arnOf }: Pick<Buckets, 'objects' | 'arnOf'>,
  authentication: Authentication,
): Promise<S3Response> {
  const { fields, file } = await readPostForm(request);
  const unknown = UNKNOWN_FIELDS.find((name) => fields.has(name));
  if (unknown !== undefined) throw notImplemented(`the field ${unknown}`);
  checkKnown(fields.keys());
  const key = fields.get('key');
  if (!key)
    throw new S3Error(400, 'InvalidArgument', "Bucket POST must contain a field named 'key'.", { ArgumentName: 'key' });
  // S3 would put the file's name there, which nothing here signs for.
  if (key.includes('${filename}')) throw notImplemented('${filename} in a key');
  checkKey(key);
  const authorize = authenticateForm(fields, authentication);
  const limits = checkPolicy(fields.get('policy') ?? '', fields, bucket, authentication.now());
  authorize('s3:PutObject', `${arnOf(bucket) ?? ''}/${key}`);

  const headers = storedHeaders(Object.fromEntries(fields));
  const draft = await objects.receive(limited(file, limits));
  const stored = await objects.commit(bucket, key, draft, { headers });
  const etag = stored?.etag ?? '';
  const location = `https://${request.headers['host'] ?? ''}/${encodeURIComponent(key)}`;
  const common = { etag, location, 'x-amz-server-side-encryption': 'AES256' };
  const status = fields.get('success_action_status');
  if (status === '200') return { statusCode: 200, headers: common, body: '' };
  if (status !== '201') return { statusCode: 204, headers: common, body: '' };
  const elements = { Location: location, Bucket: bucket, Key: key, ETag: etag };
  const xml = Object.entries(elements).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return {
    statusCode: 201,
    headers: { ...common, 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${xml.join('')}</PostResponse>`,
  };
}

/** Yields the file, and stops at the first byte that is one too many. */
async function* limited(file: AsyncIterable<Uint8Array>, limits: SizeLimits): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of file) {
    bytes += chunk.length;
    if (bytes > limits.max) checkSize(bytes, limits);
    yield chunk;
  }
  checkSize(bytes, limits);
}
