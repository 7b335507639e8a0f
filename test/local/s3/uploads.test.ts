/** Uploads by a form that the AWS SDK signed: what is stored, and what is refused. */
import { readdir, stat } from 'node:fs/promises';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { checkPolicy } from '#local/s3/post-policy.ts';
import { formBody, postForm, signForm, type Fields } from './http.ts';
import { BUCKET, HOST, startS3 } from './service.ts';

async function started(options?: Parameters<typeof startS3>[0]) {
  const s3 = await startS3(options);
  const post = (fields: Fields, content?: string | Buffer) => postForm(s3.url, formBody(fields, content));
  const stored = async (key = 'in/a') => {
    const { Body, ContentType } = await s3.clientFor('Reader').send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    return [await Body?.transformToString(), ContentType];
  };
  return { ...s3, sign: signForm.bind(undefined, s3), post, stored };
}

describe('an upload', () => {
  it('is stored under the key and with the type that were signed', async () => {
    const { sign, post, stored } = await started();

    const answer = await post(await sign());

    expect([answer.status, answer.text, answer.headers['etag']]).toEqual([
      204,
      '',
      '"5d41402abc4b2a76b9719d911017c592"',
    ]);
    expect(await stored()).toEqual(['hello', 'image/png']);
  });

  it('may hold what looks like the end of the form, and may be repeated', async () => {
    const { sign, post, stored } = await started();
    const content = `\r\n--\r\n------for\r\n--${'-'.repeat(4)}form`.slice(0, -1).repeat(20_000);
    const fields = await sign({ bytes: content.length });

    expect((await post(fields, content)).status).toBe(204);
    expect((await post(fields, content)).status).toBe(204);

    expect((await stored())[0]).toBe(content);
  });

  it('is answered as the form asks', async () => {
    const { sign, post } = await started();
    const options = { Fields: { success_action_status: '201' }, Conditions: [] };

    const answer = await post(await sign({ options }));

    expect(answer.status).toBe(201);
    expect(answer.text).toContain('<Key>in/a</Key>');
  });

  it('is written to the disk while it arrives', async () => {
    const { sign, s3, buckets, folder } = await started();
    const body = formBody(await sign({ bytes: 3_000_000 }), Buffer.alloc(3_000_000));
    const written: number[] = [];
    const chunks = async function* () {
      for (let sent = 0; sent < body.length; sent += 65_536) {
        yield body.subarray(sent, sent + 65_536);
        const [draft] = await readdir(`${folder}/buckets/.drafts`);
        if (draft !== undefined) written.push(sent - (await stat(`${folder}/buckets/.drafts/${draft}`)).size);
      }
    };

    const headers = { host: HOST, 'content-type': 'multipart/form-data; boundary=----form' };
    const answer = await s3.respond({ method: 'POST', path: '/', headers, body: chunks() });

    expect(answer.statusCode).toBe(204);
    expect(await buckets.objects.head(BUCKET, 'in/a')).toMatchObject({ bytes: 3_000_000 });
    // What has come and is not on the disk yet is a few chunks, whatever the size of the file.
    expect(Math.max(...written)).toBeLessThan(1_000_000);
  });
});

describe('refused is an upload', () => {
  const altered = (change: (fields: Record<string, string>) => void) => async () => {
    const { sign, post, buckets } = await started();
    const fields = { ...(await sign()) };
    change(fields);
    const { status, code, text } = await post(fields);
    expect(await buckets.objects.head(BUCKET, 'in/a')).toBeUndefined();
    return [status, code, text] as const;
  };
  const policyOf = (fields: Fields) => JSON.parse(Buffer.from(fields['Policy'] ?? '', 'base64').toString()) as object;

  it.each<[string, (fields: Record<string, string>) => void, number, string, RegExp]>([
    ['to another key', (fields) => (fields['key'] = 'in/b'), 403, 'AccessDenied', /Condition failed/],
    ['to a key outside', (fields) => (fields['key'] = '../../etc/passwd'), 400, 'InvalidURI', /./],
    ['to a key with a control character', (fields) => (fields['key'] = 'in/\u0000a'), 403, 'AccessDenied', /./],
    ['to a key that is too long', (fields) => (fields['key'] = 'k'.repeat(1025)), 400, 'KeyTooLongError', /./],
    ['without a key', (fields) => delete fields['key'], 400, 'InvalidArgument', /key/],
    ['of another type', (fields) => (fields['Content-Type'] = 'text/html'), 403, 'AccessDenied', /Condition failed/],
    ['without its type', (fields) => delete fields['Content-Type'], 403, 'AccessDenied', /Condition failed/],
    ['with a field more', (fields) => (fields['Cache-Control'] = 'public'), 403, 'AccessDenied', /Extra input fields/],
    ['for another bucket', (fields) => (fields['bucket'] = 'other'), 403, 'AccessDenied', /./],
    ['with an ACL', (fields) => (fields['acl'] = 'public-read'), 501, 'NotImplemented', /acl/],
    ['without a policy', (fields) => delete fields['Policy'], 403, 'AccessDenied', /./],
    [
      'with an altered policy',
      (fields) => {
        const policy = { ...policyOf(fields), conditions: [] };
        fields['Policy'] = Buffer.from(JSON.stringify(policy)).toString('base64');
      },
      403,
      'SignatureDoesNotMatch',
      /./,
    ],
    [
      'with an altered signature',
      (fields) => (fields['X-Amz-Signature'] = '0'.repeat(64)),
      403,
      'SignatureDoesNotMatch',
      /./,
    ],
    ['without a signature', (fields) => delete fields['X-Amz-Signature'], 403, 'SignatureDoesNotMatch', /./],
    [
      'of another day',
      (fields) => (fields['X-Amz-Credential'] = `Writer/20200101/eu-west-1/s3/aws4_request`),
      403,
      'SignatureDoesNotMatch',
      /./,
    ],
    [
      'for another region',
      (fields) => (fields['X-Amz-Credential'] = `Writer/20200101/us-east-1/s3/aws4_request`),
      400,
      'InvalidArgument',
      /./,
    ],
    ['without the token of a role', (fields) => delete fields['X-Amz-Security-Token'], 403, 'InvalidAccessKeyId', /./],
    [
      'with more than 20 KB of fields',
      (fields) => (fields['x-ignore-a'] = 'x'.repeat(21_000)),
      400,
      'MaxPostPreDataLengthExceeded',
      /./,
    ],
  ])('%s', async (_, change, status, code, words) => {
    const [answered, error, text] = await altered(change)();

    expect([answered, error]).toEqual([status, code]);
    expect(text).toMatch(words);
  });

  it.each([
    ['too large', 'hello!', 'EntityTooLarge'],
    ['too small', 'hell', 'EntityTooSmall'],
    ['empty', '', 'EntityTooSmall'],
    ['much too large', Buffer.alloc(2_000_000), 'EntityTooLarge'],
  ])('that is %s, and its sender learns why', async (_, content, code) => {
    const { sign, post, buckets, folder } = await started();

    expect(await post(await sign(), content)).toMatchObject({ status: 400, code });
    expect(await buckets.objects.head(BUCKET, 'in/a')).toBeUndefined();
    expect(await readdir(`${folder}/buckets/.drafts`)).toEqual([]);
  });

  it('whose policy has expired', async () => {
    let time = Date.now();
    const { sign, post } = await started({ now: () => time });
    const fields = await sign();

    time += 601_000;

    expect(await post(fields)).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect((await post(fields)).text).toContain('Policy expired');
  });

  it('that the signer itself may not make', async () => {
    const { sign, post } = await started();

    expect(await post(await sign({ key: 'out/a' }))).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await post(await sign({ signer: 'Reader' }))).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  it('that is signed with the key that everybody knows', async () => {
    const { signerFor, sign, post, ...s3 } = await started();
    const local = new S3Client({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const fields = await signForm({ ...s3, signerFor: () => local });

    expect(signerFor('local')).toBeDefined();
    expect(await post(fields)).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
    expect(await post(await sign())).toMatchObject({ status: 204 });
  });

  it.each([
    ['is no form', 'text', 'MalformedPOSTRequest'],
    ['has no file', formBody({ key: 'in/a' }, null).toString(), 'InvalidArgument'],
    ['has a field twice', formBody({ key: 'in/a', KEY: 'in/b' }), 'InvalidArgument'],
    [
      'has a field without a name',
      '------form\r\nContent-Disposition: form-data\r\n\r\nx\r\n------form--',
      'MalformedPOSTRequest',
    ],
  ])('whose body %s', async (_, body, code) => {
    const { url } = await started();

    expect(await postForm(url, body)).toMatchObject({ status: 400, code });
  });

  it('whose body ends too early', async () => {
    const { sign, url, buckets } = await started();
    const body = formBody(await sign());

    expect(await postForm(url, body.subarray(0, -20))).toMatchObject({ status: 400, code: 'MalformedPOSTRequest' });
    expect(await buckets.objects.head(BUCKET, 'in/a')).toBeUndefined();
  });

  it.each([
    ['no JSON', 'no'],
    ['nothing', 'null'],
    ['no expiration', '{"conditions":[]}'],
    ['no conditions', '{"expiration":"2100-01-01T00:00:00Z"}'],
    ['an unknown condition', '{"expiration":"2100-01-01T00:00:00Z","conditions":[["ends-with","$key","a"]]}'],
    ['a condition that is no text', '{"expiration":"2100-01-01T00:00:00Z","conditions":[{"key":1}]}'],
  ])('whose policy is %s', (_, text) => {
    const policy = Buffer.from(text).toString('base64');

    expect(() => checkPolicy(policy, new Map([['key', 'a']]), BUCKET, 0)).toThrow(/Invalid Policy/);
  });

  it('whose connection is cut, and it is stored once when it is repeated', async () => {
    const { sign, post, faults, stored, folder } = await started({ faults: { cutUploads: 1 } });
    const content = 'x'.repeat(500_000);
    const fields = await sign({ bytes: content.length });

    await expect(post(fields, content)).rejects.toThrow(/socket hang up|ECONNRESET|EPIPE/);
    faults.cutUploads = 0;
    expect((await post(fields, content)).status).toBe(204);

    expect((await stored())[0]).toBe(content);
    expect(await readdir(`${folder}/buckets/.drafts`)).toEqual([]);
  });
});
