/** Signatures of S3, by AWS's own examples and by what a form must hold. */

import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodedQuery, signedForm, signedQuery } from '#functions/aws/signature-v4.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html, "A Presigned URL Example" */
const example = {
  region: 'us-east-1',
  now: Date.UTC(2013, 4, 24),
  credentials: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  },
};

describe('a signed request', () => {
  it('has the signature of the example of AWS', () => {
    const query = signedQuery(
      { method: 'GET', host: 'examplebucket.s3.amazonaws.com', path: '/test.txt' },
      86_400_000,
      example,
    );

    expect(encodedQuery(query)).toBe(
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2F' +
        'aws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&' +
        'X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404&X-Amz-SignedHeaders=host',
    );
  });

  it('is another one with another header, query or method', () => {
    const request = { method: 'GET', host: 'b.s3.eu-central-1.amazonaws.com', path: '/kept/x' } as const;
    const signatures = [
      request,
      { ...request, method: 'HEAD' as const },
      { ...request, query: { 'response-content-type': 'text/html' } },
      { ...request, headers: { 'x-amz-copy-source-if-match': '"a"' } },
    ].map((given) => signedQuery(given, 1_000, example)['X-Amz-Signature']);

    expect(new Set(signatures).size).toBe(4);
  });

  it('says whose session it is', () => {
    const credentials = { ...example.credentials, sessionToken: 'a/token+' };
    const query = signedQuery({ method: 'GET', host: 'h', path: '/x' }, 1_000, { ...example, credentials });

    expect(encodedQuery(query)).toContain('X-Amz-Security-Token=a%2Ftoken%2B');
  });
});

describe('a form', () => {
  it('takes exactly its values, and a file of exactly this size, until it expires', () => {
    const values = { key: 'incoming/x', 'Content-Type': 'image/png' };
    const credentials = { ...example.credentials, sessionToken: 'token' };

    const fields = signedForm('bucket', values, 7, Date.UTC(2013, 4, 24, 0, 10), { ...example, credentials });

    const policy: unknown = JSON.parse(Buffer.from(fields['policy'] ?? '', 'base64').toString());
    const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
    expect(policy).toEqual({
      expiration: '2013-05-24T00:10:00.000Z',
      conditions: [
        { bucket: 'bucket' },
        { key: 'incoming/x' },
        { 'Content-Type': 'image/png' },
        { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' },
        { 'x-amz-credential': scope },
        { 'x-amz-date': '20130524T000000Z' },
        { 'x-amz-security-token': 'token' },
        ['content-length-range', 7, 7],
      ],
    });
    const key = ['20130524', 'us-east-1', 's3', 'aws4_request'].reduce<string | Buffer>(
      (previous, part) => createHmac('sha256', previous).update(part).digest(),
      `AWS4${credentials.secretAccessKey}`,
    );
    expect(fields['x-amz-signature']).toBe(
      createHmac('sha256', key)
        .update(fields['policy'] ?? '')
        .digest('hex'),
    );
    expect(Object.keys(fields)).toEqual([
      ...['key', 'Content-Type', 'x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-security-token'],
      ...['policy', 'x-amz-signature'],
    ]);
  });
});
