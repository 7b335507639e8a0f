/** Links that the AWS SDK signed: who opens one reads what it names, until it has expired. */
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { exchange } from './http.ts';
import { BUCKET, HOST, startS3 } from './service.ts';

async function started(options?: Parameters<typeof startS3>[0]) {
  const s3 = await startS3(options);
  await s3
    .clientFor('Writer')
    .send(new PutObjectCommand({ Bucket: BUCKET, Key: 'in/a', Body: 'hello', ContentType: 'a/b' }));
  const link = async (more: object = {}, signer = 'Reader', Key = 'in/a') => {
    const command = new GetObjectCommand({ Bucket: BUCKET, Key, ...more });
    const url = new URL(await getSignedUrl(s3.signerFor(signer), command, { expiresIn: 300 }));
    return { host: url.host, path: url.pathname + url.search };
  };
  const open = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    exchange(s3.url, { path, headers, method });
  return { ...s3, link, open };
}

describe('a link', () => {
  it("is signed for the bucket's own host, and is read with the headers that it asks for", async () => {
    const { link, open } = await started();
    const more = { ResponseContentType: 'image/png', ResponseContentDisposition: 'attachment; filename="a b.png"' };

    const { host, path } = await link(more);
    const answer = await open(path);

    expect(host).toBe(HOST);
    expect([answer.status, answer.text]).toEqual([200, 'hello']);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': 'attachment; filename="a b.png"',
      'content-length': '5',
      etag: '"5d41402abc4b2a76b9719d911017c592"',
    });
  });

  it('serves ranges, as players ask for them, and what is known not again', async () => {
    const { link, open } = await started();
    const { path } = await link();

    expect(await open(path, { range: 'bytes=1-3' })).toMatchObject({ status: 206, text: 'ell' });
    const known = await open(path, { 'if-none-match': '"5d41402abc4b2a76b9719d911017c592"' });
    expect([known.status, known.text]).toEqual([304, '']);
  });

  it('works after a restart', async () => {
    const { link, stop, folder } = await started();
    const { path } = await link();

    await stop();
    const { url } = await startS3({ dataDir: folder });

    expect(await exchange(url, { path })).toMatchObject({ status: 200, text: 'hello' });
  });
});

describe('refused is a link', () => {
  it.each<[string, (path: string) => string, number, string]>([
    ['to another object', (path) => path.replace('/in/a', '/in/b'), 403, 'SignatureDoesNotMatch'],
    [
      'with another signature',
      (path) => path.replace(/Signature=..../, 'Signature=0000'),
      403,
      'SignatureDoesNotMatch',
    ],
    ['that lives longer', (path) => path.replace('Expires=300', 'Expires=3000'), 403, 'SignatureDoesNotMatch'],
    [
      'that lives for ever',
      (path) => path.replace('Expires=300', 'Expires=999999999'),
      400,
      'AuthorizationQueryParametersError',
    ],
    ['with another header', (path) => `${path}&response-content-type=text/html`, 403, 'SignatureDoesNotMatch'],
    ['without its token', (path) => path.replace(/&X-Amz-Security-Token=[^&]*/, ''), 403, 'InvalidAccessKeyId'],
    ['that leads out of the bucket', (path) => path.replace('/in/a', '/in/../../a'), 400, 'InvalidURI'],
    ['that is no address', (path) => path.replace('/in/a', '/in/%zz'), 400, 'InvalidURI'],
  ])('%s', async (_, change, status, code) => {
    const { link, open } = await started();

    expect(await open(change((await link()).path))).toMatchObject({ status, code });
  });

  it('for another method, another host, or with another signature beside it', async () => {
    const { link, open } = await started();
    const { path } = await link();

    expect(await open(path, {}, 'DELETE')).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(await open(`/${BUCKET}${path}`, { host: 's3.eu-west-1.amazonaws.com' })).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
    expect(await open(path, { authorization: 'Bearer x' })).toMatchObject({ status: 400, code: 'InvalidArgument' });
  });

  it('that has expired, or is not valid yet', async () => {
    let time = Date.now();
    const { link, open } = await started({ now: () => time });
    const { path } = await link();

    time += 301_000;
    const late = await open(path);
    time -= 2 * 60 * 60_000;
    const early = await open(path);

    expect([late.status, late.code]).toEqual([403, 'AccessDenied']);
    expect(late.text).toContain('expired');
    expect(early.text).toContain('not yet valid');
  });

  it('of a signer who may not read it, and one to an object that is gone', async () => {
    const { link, open, clientFor } = await started();
    const { path } = await link({}, 'Writer', 'kept/a');
    const gone = await link({}, 'Writer');
    await clientFor('Writer').send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'in/a' }));

    expect(await open(path)).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await open(gone.path)).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  it('without a signature', async () => {
    const { s3 } = await started();
    const body = (async function* () {})();
    const answer = await s3.respond({ method: 'GET', path: '/in/a', headers: { host: HOST }, body });

    expect(answer).toMatchObject({ statusCode: 403, body: expect.stringContaining('<Code>AccessDenied</Code>') });
  });
});
