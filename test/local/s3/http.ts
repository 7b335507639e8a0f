/** Raw requests to the local S3, under the host name of a bucket, and forms of uploads. */
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { BUCKET, HOST, type startS3 } from './service.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The code of an error. */
  readonly code: string | undefined;
}

interface Sent {
  readonly method?: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** @throws when the connection is cut */
export async function exchange(url: string, { method = 'GET', path, headers, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, path, headers: { host: HOST, ...headers } }, (response) => {
      buffer(response).then((content) => {
        const text = content.toString();
        const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1];
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, code });
      }, reject);
    });
    sent.on('error', reject).end(body);
  });
}

export type Fields = Readonly<Record<string, string>>;

/** Signs a form as a function does: exactly this key and type, and number of bytes. */
export async function signForm(
  s3: Awaited<ReturnType<typeof startS3>>,
  { key = 'in/a', type = 'image/png', bytes = 5, ...more }: FormOptions = {},
): Promise<Fields> {
  const { fields } = await createPresignedPost(s3.signerFor(more.signer ?? 'Writer'), {
    Bucket: BUCKET,
    Key: key,
    Fields: { 'Content-Type': type },
    Conditions: [{ 'Content-Type': type }, ['content-length-range', bytes, bytes]],
    Expires: 600,
    ...more.options,
  });
  return fields;
}

interface FormOptions {
  readonly key?: string;
  readonly type?: string;
  readonly bytes?: number;
  readonly signer?: string;
  readonly options?: Partial<PresignedPostOptions>;
}

const BOUNDARY = '----form';

/** Returns the body of a form, as a browser writes it. With `null` it has no file. */
export const formBody = (fields: Fields, content: string | Buffer | null = 'hello'): Buffer =>
  Buffer.concat([
    ...Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    ),
    ...(content === null
      ? []
      : [
          Buffer.from(
            `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="blob"\r\n` +
              'Content-Type: application/octet-stream\r\n\r\n',
          ),
          Buffer.from(content),
          Buffer.from('\r\n'),
        ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);

export const postForm = (url: string, body: Buffer | string, path = '/'): Promise<Answer> =>
  exchange(url, {
    method: 'POST',
    path,
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'content-length': `${body.length}` },
    body,
  });
