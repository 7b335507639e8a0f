/**
 * The bucket of files. Nothing allows listing it, so S3 answers 403 for an object that does not exist, and 403 means
 * gone.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */

import { isShownInline } from '#contract/media-types.ts';
import type { Files, Shown } from '../core/files/ports.ts';
import { GONE, bucketRequests, expect } from './s3-requests.ts';
import { encodedQuery, signedForm, signedQuery } from './signature-v4.ts';

/** Where the site passes requests on to the bucket. */
const FILES_PATH = '/files';
/** Of a copy or a read whose source has changed. */
const CHANGED = 412;

/**
 * How long a copy may take, milliseconds. It takes longer the larger its file is, and a try again begins anew, so one
 * attempt may have all the time that a function has for its request.
 */
const COPY_TIMEOUT_MS = 7_000;

/** @param attempts how often a request is made that S3 fails to answer */
export function filesBucket(bucket: string, attempts?: number): Files {
  const { signing, send } = bucketRequests(bucket, attempts);
  const pathOf = (key: string): string => `/${key}`;

  return {
    async uploadForm(key, type, bytes, expires) {
      return {
        url: `${FILES_PATH}/`,
        fields: signedForm(bucket, { key, 'Content-Type': type }, bytes, expires, await signing()),
      };
    },

    async link(key, shown, expires) {
      const { host, ...signer } = await signing();
      const query = {
        'response-cache-control': 'private, no-store',
        'response-content-disposition': dispositionOf(shown),
        // A page of somebody else's would run on our site, if its link were opened.
        'response-content-type': isShownInline(shown.type) ? shown.type : 'application/octet-stream',
      };
      const signed = signedQuery({ method: 'GET', host, path: pathOf(key), query }, expires - signer.now, signer);
      return `${FILES_PATH}${pathOf(key)}?${encodedQuery(signed)}`;
    },

    async head(key) {
      const { status, headers } = await send({ method: 'HEAD', path: pathOf(key) });
      if (GONE.has(status)) return undefined;
      expect(status, 200);
      return {
        bytes: Number(headers['content-length']),
        type: headers['content-type'] ?? '',
        etag: headers['etag'] ?? '',
      };
    },

    async read(key, length, etag) {
      const request = { method: 'GET', path: pathOf(key), headers: { 'if-match': etag } } as const;
      const { status, body } = await send(request, { range: `bytes=0-${length - 1}` });
      if (GONE.has(status) || status === CHANGED) return new Uint8Array();
      expect(status, 206);
      return body;
    },

    async copy(from, to, etag) {
      const headers = {
        'x-amz-copy-source': `/${bucket}/${from}`,
        // A copy is scanned by itself. By default it gets the tags of its source, which takes permissions of its own.
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
        'x-amz-tagging-directive': 'REPLACE',
        ...(etag !== undefined && { 'x-amz-copy-source-if-match': etag }),
      };
      const request = { method: 'PUT', path: pathOf(to), headers } as const;
      const { status, body } = await send(request, { timeoutMs: COPY_TIMEOUT_MS });
      if (GONE.has(status) || status === CHANGED) return false;
      expect(status, 200);
      return body.includes('CopyObjectResult');
    },

    async remove(key) {
      expect((await send({ method: 'DELETE', path: pathOf(key) })).status, 204);
    },
  };
}

/**
 * Says whether a file is shown or saved, and under which name: RFC 6266, with the name once in ASCII for old programs
 * and once as it is (RFC 8187).
 */
function dispositionOf({ type, name }: Shown): string {
  const kind = isShownInline(type) ? 'inline' : 'attachment';
  if (name === undefined) return kind;
  const ascii = name.replaceAll(/[^\w. -]/g, '_');
  const full = encodeURIComponent(name).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${full}`;
}
