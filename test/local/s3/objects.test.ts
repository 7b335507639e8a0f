/** The operations on objects, called by the AWS SDK. */
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { BUCKET, startS3, type TestS3Options } from './service.ts';

async function started(options?: TestS3Options) {
  const s3 = await startS3(options);
  const [writer, reader] = [s3.clientFor('Writer'), s3.clientFor('Reader')];
  const put = (Key: string, Body: string | Uint8Array | Readable, more: object = {}) =>
    writer.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
  const get = async (Key: string, more: object = {}) => {
    const { Body, ...rest } = await reader.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...more }));
    return { text: await Body?.transformToString(), ...rest };
  };
  return { ...s3, writer, reader, put, get };
}

const statusOf = (error: unknown) => (error as { $metadata: { httpStatusCode: number } }).$metadata.httpStatusCode;
const failure = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  return [error && statusOf(error), error?.name];
};

describe('an object', () => {
  it('is read as it was written, with its headers and metadata', async () => {
    const { put, get } = await started();

    const written = await put('in/a', 'hello', { ContentType: 'text/plain', Metadata: { place: 'none' } });
    const read = await get('in/a');

    expect(written.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(read).toMatchObject({
      text: 'hello',
      ContentType: 'text/plain',
      ContentLength: 5,
      ETag: written.ETag,
      Metadata: { place: 'none' },
      ServerSideEncryption: 'AES256',
    });
    expect(Math.abs(Number(read.LastModified) - Date.now())).toBeLessThan(60_000);
  });

  it('may be empty, and may come as a stream of unknown checksum', async () => {
    const { put, get } = await started();
    await put('in/empty', '');
    const content = Buffer.alloc(300_000, 'abc');
    const stream = Readable.from([content.subarray(0, 100_000), content.subarray(100_000)]);
    await put('in/stream', stream, { ContentLength: content.length });

    expect((await get('in/empty')).text).toBe('');
    expect((await get('in/stream')).text).toBe(content.toString());
  });

  it('is described without being sent', async () => {
    const { put, reader } = await started();
    await put('in/a', 'hello');

    const head = await reader.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'in/a' }));

    expect(head).toMatchObject({ ContentLength: 5, ContentType: 'application/octet-stream' });
  });

  it.each([
    ['bytes=0-1', 'he', 'bytes 0-1/5'],
    ['bytes=3-', 'lo', 'bytes 3-4/5'],
    ['bytes=-2', 'lo', 'bytes 3-4/5'],
    ['bytes=1-100', 'ello', 'bytes 1-4/5'],
    ['bytes=0-1,3-4', 'hello', undefined],
    ['lines=1-2', 'hello', undefined],
  ])('is read in part: %s', async (Range, text, ContentRange) => {
    const { put, get } = await started();
    await put('in/a', 'hello');

    const read = await get('in/a', { Range });

    expect([read.text, read.ContentRange]).toEqual([text, ContentRange]);
  });

  it('is not read from behind its end, nor if it is known or another', async () => {
    const { put, get } = await started();
    const { ETag = '' } = await put('in/a', 'hello');

    expect(await failure(get('in/a', { Range: 'bytes=5-' }))).toEqual([416, 'InvalidRange']);
    expect((await failure(get('in/a', { IfNoneMatch: ETag })))[0]).toBe(304);
    expect(await failure(get('in/a', { IfMatch: '"other"' }))).toEqual([412, 'PreconditionFailed']);
    expect(await get('in/a', { IfMatch: ETag, IfNoneMatch: '"other"' })).toMatchObject({ text: 'hello' });
    expect((await failure(get('in/a', { IfModifiedSince: new Date() })))[0]).toBe(304);
  });

  it('is read to its end while it is replaced', async () => {
    const { put, get, reader } = await started();
    const first = 'x'.repeat(1_000_000);
    await put('in/a', first);

    const { Body } = await reader.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'in/a' }));
    await put('in/a', 'second');

    expect(await Body?.transformToString()).toBe(first);
    expect((await get('in/a')).text).toBe('second');
  });

  it('is put only where there is none, if that is asked for', async () => {
    const { put, get } = await started();
    const puts = ['one', 'two', 'three'].map((text) => put('in/a', text, { IfNoneMatch: '*' }));

    const outcomes = await Promise.all(puts.map((one) => failure(one)));

    expect(outcomes.filter(([status]) => status === 412)).toHaveLength(2);
    expect(outcomes.filter(([status]) => status === undefined)).toHaveLength(1);
    expect(['one', 'two', 'three']).toContain((await get('in/a')).text);
  });

  it('is copied with its headers, if it still is what was checked', async () => {
    const { writer, put, get } = await started();
    const { ETag } = await put('in/a b', 'hello', { ContentType: 'image/png' });
    const copy = (CopySourceIfMatch?: string) =>
      writer.send(
        new CopyObjectCommand({ Bucket: BUCKET, Key: 'kept/b', CopySource: `${BUCKET}/in/a%20b`, CopySourceIfMatch }),
      );

    const copied = await copy(ETag);
    await put('in/a b', 'swapped');

    expect(copied.CopyObjectResult?.ETag).toBe(ETag);
    expect(await failure(copy(ETag))).toEqual([412, 'PreconditionFailed']);
    expect(await get('kept/b')).toMatchObject({ text: 'hello', ContentType: 'image/png' });
  });

  it('is deleted, however often', async () => {
    const { writer, put, get } = await started();
    await put('in/a', 'hello');
    const remove = () => writer.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'in/a' }));

    await remove();
    await remove();

    expect(await failure(get('in/a'))).toEqual([404, 'NoSuchKey']);
  });

  it.each(['in/..', 'in/%2e%2e', 'in/a\u0001b', 'in/ü/日本', 'in/a//b', 'in/a\nb', 'in/CON', `in/${'k'.repeat(1000)}`])(
    'may have the key %j, and lies in its bucket',
    async (key) => {
      const { put, get, buckets, folder } = await started();
      await put(key, 'hello');

      expect((await get(key)).text).toBe('hello');
      const file = await buckets.objects.fileOf(BUCKET, key);
      expect(file?.slice(`${folder}/buckets/files/`.length)).not.toContain('/');
    },
  );
});

describe('a caller', () => {
  it('reads, writes, copies and deletes under the prefixes of its role alone', async () => {
    const { writer, reader, put } = await started();
    await put('in/a', 'hello');
    const call = (command: PutObjectCommand) => failure(writer.send(command));

    expect(await call(new PutObjectCommand({ Bucket: BUCKET, Key: 'out/a', Body: 'x' }))).toEqual([
      403,
      'AccessDenied',
    ]);
    expect(await failure(writer.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'kept/a' })))).toEqual([
      403,
      'AccessDenied',
    ]);
    expect(await failure(reader.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'in/a' })))).toEqual([
      403,
      'AccessDenied',
    ]);
    const copy = new CopyObjectCommand({ Bucket: BUCKET, Key: 'in/b', CopySource: `${BUCKET}/kept/a` });
    expect(await failure(writer.send(copy))).toEqual([403, 'AccessDenied']);
    expect((await failure(reader.send(new PutObjectCommand({ Bucket: 'other', Key: 'in/a', Body: 'x' }))))[0]).toBe(
      403,
    );
  });

  it('who may not list the bucket does not learn that there is no object', async () => {
    const { writer, reader } = await started();
    const get = new GetObjectCommand({ Bucket: BUCKET, Key: 'in/none' });
    const copy = new CopyObjectCommand({ Bucket: BUCKET, Key: 'in/b', CopySource: `${BUCKET}/in/none` });

    expect(await failure(writer.send(get))).toEqual([403, 'AccessDenied']);
    expect(await failure(writer.send(copy))).toEqual([403, 'AccessDenied']);
    expect(await failure(reader.send(get))).toEqual([404, 'NoSuchKey']);
    expect((await failure(reader.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'in/none' }))))[0]).toBe(404);
  });

  it('is refused with a wrong secret, an unknown key, or for a bucket that is not there', async () => {
    const { url, clientFor } = await started();
    const signing = (accessKeyId: string, secretAccessKey: string, sessionToken: string) =>
      new S3Client({
        endpoint: url,
        region: 'eu-west-1',
        forcePathStyle: true,
        credentials: { accessKeyId, secretAccessKey, sessionToken },
      }).send(new GetObjectCommand({ Bucket: BUCKET, Key: 'in/a' }));

    expect(await failure(signing('Reader', 'wrong', 'local'))).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await failure(signing('Nobody', 'wrong', 'local'))).toEqual([403, 'InvalidAccessKeyId']);
    expect(await failure(signing('Reader', 'wrong', 'other'))).toEqual([400, 'InvalidToken']);
    const none = new GetObjectCommand({ Bucket: 'none', Key: 'a' });
    expect(await failure(clientFor('Reader').send(none))).toEqual([404, 'NoSuchBucket']);
  });

  it('is told by name what the local cloud does not know', async () => {
    const { writer, reader } = await started();
    const tagged = new PutObjectCommand({ Bucket: BUCKET, Key: 'in/a', Body: 'x', Tagging: 'a=b' });

    expect(await failure(writer.send(tagged))).toEqual([501, 'NotImplemented']);
    expect(await failure(reader.send(new ListObjectsV2Command({ Bucket: BUCKET })))).toEqual([501, 'NotImplemented']);
  });

  it('is told to slow down, if a fault says so, and then gets through by repeating', async () => {
    const { put, faults } = await started();
    faults.slowDowns = 1;
    expect(await failure(put('in/a', 'x'))).toEqual([503, 'SlowDown']);

    faults.slowDowns = 0;

    expect(await failure(put('in/a', 'x'))).toEqual([undefined, undefined]);
  });
});

describe('the tags of an object', () => {
  it('are read with a permission of their own, and belong to the content that was tagged', async () => {
    const { put, buckets, reader } = await started();
    const tags = async () =>
      (await reader.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key: 'in/a' }))).TagSet?.map(
        ({ Value }) => Value,
      );
    const { ETag = '' } = await put('in/a', 'hello');

    await buckets.objects.tag(BUCKET, 'in/a', ETag, { scan: 'A & B' });
    expect(await tags()).toEqual(['A & B']);
    await buckets.objects.tag(BUCKET, 'in/a', '"other"', { scan: 'late' });
    expect(await tags()).toEqual(['A & B']);
    await put('in/a', 'other');
    expect(await tags()).toEqual([]);
  });

  it('are copied by default, which takes permissions that a copy without them does not', async () => {
    const { put, buckets, writer } = await started();
    const { ETag = '' } = await put('in/a', 'hello');
    await buckets.objects.tag(BUCKET, 'in/a', ETag, { scan: 'done' });
    const copy = (more: object) =>
      writer.send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'kept/a', CopySource: `${BUCKET}/in/a`, ...more }));

    expect(await failure(copy({}))).toEqual([403, 'AccessDenied']);
    await copy({ TaggingDirective: 'REPLACE' });
    expect((await buckets.objects.head(BUCKET, 'kept/a'))?.tags).toBeUndefined();
  });
});
