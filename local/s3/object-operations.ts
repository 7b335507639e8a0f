/** The operations on objects, once the caller is known. Each asks for the permission that S3 asks for. */
import { Readable } from 'node:stream';
import type { Authorize } from '../aws/service.ts';
import type { Buckets } from './buckets.ts';
import { checkKnown, overriddenHeaders, responseHeaders, storedHeaders } from './object-headers.ts';
import type { ObjectHead } from './object-store.ts';
import { payloadOf } from './payload.ts';
import { isWanted, matches, preconditionFailed, rangeOf } from './ranges.ts';
import { checkKey, type S3Request, type S3Response, type Target } from './request.ts';
import { S3Error, escapeXml, notImplemented } from './s3-error.ts';

type Operation = (request: S3Request, target: Target, authorize: Authorize) => Promise<S3Response>;

export interface ObjectOperations {
  /** @returns the operation for a method */
  readonly byMethod: ReadonlyMap<string, Operation>;
}

/** Parameters that ask for nothing more than the operation itself; those of signatures and `response-…` apart. */
const KNOWN_PARAMETERS = new Set(['x-id']);

export function createObjectOperations({ objects, arnOf }: Pick<Buckets, 'objects' | 'arnOf'>): ObjectOperations {
  const arn = ({ bucket, key }: Pick<Target, 'bucket' | 'key'>): string => `${arnOf(bucket) ?? ''}/${key}`;

  /**
   * The error for an object that does not exist. Only who may list the bucket learns that there is none.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
   */
  function missing({ bucket, key }: Pick<Target, 'bucket' | 'key'>, authorize: Authorize): S3Error {
    authorize('s3:ListBucket', arnOf(bucket) ?? '');
    return new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });
  }

  const getObject: Operation = async ({ method, headers }, target, authorize) => {
    authorize('s3:GetObject', arn(target));
    const overrides = overriddenHeaders(target.query);
    const head = await objects.head(target.bucket, target.key);
    if (!head) throw missing(target, authorize);
    const describe = (object: ObjectHead) => ({ ...responseHeaders(object), ...overrides });
    if (!isWanted(headers, head)) return { statusCode: 304, headers: describe(head), body: '' };
    if (method === 'HEAD') {
      const described = { ...describe(head), 'content-length': String(head.bytes) };
      return { statusCode: 200, headers: described, body: Readable.from([]) };
    }
    const found = await objects.read(target.bucket, target.key, (object) => rangeOf(headers, object));
    if (!found) throw missing(target, authorize);
    const range = rangeOf(headers, found.head);
    const { first, last } = range ?? { first: 0, last: found.head.bytes - 1 };
    return {
      statusCode: range ? 206 : 200,
      headers: {
        ...describe(found.head),
        'content-length': String(last - first + 1),
        ...(range && { 'content-range': `bytes ${first}-${last}/${found.head.bytes}` }),
      },
      body: found.content,
    };
  };

  /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
  const getObjectTagging: Operation = async (_, target, authorize) => {
    authorize('s3:GetObjectTagging', arn(target));
    const head = await objects.head(target.bucket, target.key);
    if (!head) throw missing(target, authorize);
    const tags = Object.entries(head.tags ?? {}).map(
      ([key, value]) => `<Tag><Key>${escapeXml(key)}</Key><Value>${escapeXml(value)}</Value></Tag>`,
    );
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Tagging><TagSet>${tags.join('')}</TagSet></Tagging>`;
    return { statusCode: 200, headers: { 'content-type': 'application/xml' }, body };
  };

  const putObject: Operation = async (request, target, authorize) => {
    const { headers } = request;
    checkKnown(Object.keys(headers));
    authorize('s3:PutObject', arn(target));
    if (headers['if-match'] !== undefined) throw notImplemented('If-Match of PutObject');
    const { 'if-none-match': noneMatch } = headers;
    if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented('If-None-Match with an ETag');
    const stored = storedHeaders(headers);
    const draft = await objects.receive(payloadOf(request));
    const head = await objects.commit(target.bucket, target.key, draft, {
      headers: stored,
      ifAbsent: noneMatch === '*',
    });
    if (!head) throw preconditionFailed('If-None-Match');
    return { statusCode: 200, headers: { etag: head.etag, 'x-amz-server-side-encryption': 'AES256' }, body: '' };
  };

  /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
  const copyObject: Operation = async ({ headers }, target, authorize) => {
    checkKnown(Object.keys(headers));
    const source = copySourceOf(headers['x-amz-copy-source'] ?? '');
    if (arnOf(source.bucket) === undefined)
      throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: source.bucket });
    authorize('s3:GetObject', arn(source));
    authorize('s3:PutObject', arn(target));
    const found = await objects.read(source.bucket, source.key);
    if (!found) throw missing(source, authorize);
    try {
      const { 'x-amz-copy-source-if-match': match, 'x-amz-copy-source-if-none-match': noneMatch } = headers;
      if (match !== undefined && !matches(match, found.head.etag))
        throw preconditionFailed('x-amz-copy-source-If-Match');
      if (noneMatch !== undefined && matches(noneMatch, found.head.etag))
        throw preconditionFailed('x-amz-copy-source-If-None-Match');
      const replaces = headers['x-amz-metadata-directive'] === 'REPLACE';
      const tags = headers['x-amz-tagging-directive'] === 'REPLACE' ? undefined : found.head.tags;
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
      if (tags) {
        authorize('s3:GetObjectTagging', arn(source));
        authorize('s3:PutObjectTagging', arn(target));
      }
      if (!replaces && source.bucket === target.bucket && source.key === target.key)
        throw new S3Error(
          400,
          'InvalidRequest',
          'This copy request is illegal because it is trying to copy an object to itself without changing its metadata.',
        );
      // What was checked is what is copied: the content is that of the head, whatever takes its place meanwhile.
      const draft = await objects.receive(found.content);
      const head = await objects.commit(target.bucket, target.key, draft, {
        headers: replaces ? storedHeaders(headers) : found.head.headers,
        ...(tags && { tags }),
      });
      return {
        statusCode: 200,
        headers: { 'content-type': 'application/xml', 'x-amz-server-side-encryption': 'AES256' },
        body:
          '<?xml version="1.0" encoding="UTF-8"?>\n<CopyObjectResult>' +
          `<LastModified>${new Date(head?.modifiedAt ?? 0).toISOString()}</LastModified>` +
          `<ETag>${escapeXml(head?.etag ?? '')}</ETag></CopyObjectResult>`,
      };
    } finally {
      found.content.destroy();
    }
  };

  const deleteObject: Operation = async (_, target, authorize) => {
    authorize('s3:DeleteObject', arn(target));
    await objects.delete(target.bucket, target.key);
    return { statusCode: 204, headers: {}, body: '' };
  };

  const checked =
    (operation: Operation): Operation =>
    async (request, target, authorize) => {
      const unknown = target.query.find(([name]) => !KNOWN_PARAMETERS.has(name) && !/^(x-amz-|response-)/i.test(name));
      if (unknown) throw notImplemented(`the parameter ${unknown[0]}`);
      return operation(request, target, authorize);
    };
  return {
    byMethod: new Map([
      [
        'GET',
        (request, target, authorize) =>
          isTagging(target.query)
            ? getObjectTagging(request, target, authorize)
            : checked(getObject)(request, target, authorize),
      ],
      ['HEAD', checked(getObject)],
      [
        'PUT',
        checked((request, target, authorize) =>
          (request.headers['x-amz-copy-source'] === undefined ? putObject : copyObject)(request, target, authorize),
        ),
      ],
      ['DELETE', checked(deleteObject)],
    ]),
  };
}

const isTagging = (query: Target['query']): boolean => query.some(([name]) => name === 'tagging');

/** Reads `/<bucket>/<key>`, whose key is percent-encoded. */
function copySourceOf(header: string): Pick<Target, 'bucket' | 'key'> {
  const wrong = new S3Error(400, 'InvalidArgument', 'Copy Source must mention the source bucket and key: bucket/key');
  const [path = '', parameters] = header.split('?');
  if (parameters !== undefined) throw notImplemented('a version in x-amz-copy-source');
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    throw wrong;
  }
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded) ?? [];
  if (bucket === undefined || key === undefined) throw wrong;
  checkKey(key);
  return { bucket, key };
}
