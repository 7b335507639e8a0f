/** A bucket behind the distribution, without an access control: the viewer's own signature decides. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSite } from '#local/site/site.ts';
import { Meter, totalOf } from '#local/usage/meter.ts';
import { resource, stackOf, type Properties } from '../api-gateway/hand-made-stack.ts';
import { exchange, formBody, postForm, signForm } from '../s3/http.ts';
import { BUCKET, HOST, startS3 } from '../s3/service.ts';

const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

const functionCode = `function handler(event) {
  var request = event.request;
  if (request.method === 'PUT') return { statusCode: 405 };
  delete request.headers.authorization;
  request.uri = request.uri.slice('/files'.length);
  return request;
}`;

const forwarding = (query: string, headers: string, cookies: string) => ({
  OriginRequestPolicyConfig: {
    QueryStringsConfig: { QueryStringBehavior: query },
    HeadersConfig: { HeaderBehavior: headers },
    CookiesConfig: { CookieBehavior: cookies },
  },
});

interface Options {
  readonly behavior?: Properties;
  readonly policy?: Properties;
  readonly rootObject?: string;
  readonly code?: string;
}

async function start({ behavior, policy = forwarding('all', 'none', 'none'), rootObject, code }: Options = {}) {
  const s3 = await startS3();
  const stack = stackOf([
    resource('AWS::S3::Bucket', 'Files', {}),
    resource('AWS::CloudFront::Function', 'Strip', { FunctionCode: code ?? functionCode }),
    resource('AWS::CloudFront::OriginRequestPolicy', 'Query', policy),
    resource('AWS::CloudFront::ResponseHeadersPolicy', 'Headers', {
      ResponseHeadersPolicyConfig: {
        Name: 'Headers',
        SecurityHeadersConfig: { ContentTypeOptions: { Override: true } },
      },
    }),
    resource('AWS::CloudFront::Distribution', 'Distribution', {
      DistributionConfig: {
        ...(rootObject !== undefined && { DefaultRootObject: rootObject }),
        Origins: [{ Id: 'files', DomainName: HOST }],
        DefaultCacheBehavior: {
          TargetOriginId: 'files',
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
          CachePolicyId: CACHING_DISABLED,
          OriginRequestPolicyId: 'query',
          ResponseHeadersPolicyId: 'headers',
          FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: 'strip' }],
          ...behavior,
        },
      },
    }),
  ]);
  const meter = new Meter();
  const site = createSite({ stack, httpApi: undefined, s3: s3.s3, faults: s3.faults, log: () => {}, meter });
  const server = createServer((request, response) => site.handle(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const upload = async (content: string) =>
    postForm(url, formBody(await signForm(s3, { bytes: content.length }), content), '/files/');
  const link = async () => {
    const command = new GetObjectCommand({ Bucket: BUCKET, Key: 'in/a', ResponseContentType: 'image/png' });
    const { pathname, search } = new URL(await getSignedUrl(s3.signerFor('Reader'), command, { expiresIn: 300 }));
    return `/files${pathname}${search}`;
  };
  return { ...s3, url, upload, link, meter };
}

describe('a bucket behind the distribution', () => {
  it('takes forms at the rewritten root, and serves what links name, with the headers of the policy', async () => {
    const { url, upload, link } = await start();

    const uploaded = await upload('hello');
    const answer = await exchange(url, { path: await link(), headers: { host: 'site.example' } });

    expect(uploaded.status).toBe(204);
    expect([answer.status, answer.text]).toEqual([200, 'hello']);
    expect(answer.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
  });

  it('is billed for each request of a viewer, by the distribution and by the bucket', async () => {
    const { url, upload, link, meter } = await start();
    const content = 'hello'.repeat(2_000);
    await upload(content);

    await exchange(url, { path: await link() });
    await exchange(url, { path: await link(), headers: { range: 'bytes=-2' } });

    await expect.poll(() => totalOf(meter.snapshot()).originBytes).toBeGreaterThan(content.length);
    const { viewerBytes, originBytes, ...counts } = totalOf(meter.snapshot());
    expect(counts).toMatchObject({ viewerRequests: 3, viewerFunctions: 3, viewerWrites: 1, viewerReads: 2 });
    expect(viewerBytes).toBeGreaterThan(content.length + 'lo'.length);
    // The form has its fields besides; the two requests that read are not passed on at a price.
    expect(originBytes).toBeLessThan(content.length + 5_000);
  });

  it('serves ranges and HEAD', async () => {
    const { url, upload, link } = await start();
    await upload('hello');

    const part = await exchange(url, { path: await link(), headers: { range: 'bytes=-2' } });

    expect([part.status, part.text, part.headers['content-range']]).toEqual([206, 'lo', 'bytes 3-4/5']);
  });

  it('is not confused by a header with which the viewer shows who they are to the API', async () => {
    const { url, upload, link } = await start();
    await upload('hello');

    const headers = { authorization: 'Bearer token', cookie: 'refresh=token', 'x-amz-acl': 'public-read' };

    expect(await exchange(url, { path: await link(), headers })).toMatchObject({ status: 200, text: 'hello' });
  });

  it('gets the header nevertheless with a POST whose function leaves it in: two signatures clash', async () => {
    const code = functionCode.replace('delete request.headers.authorization;', '');
    const { url, link } = await start({ code });
    const headers = { authorization: 'Bearer token' };

    const answer = await exchange(url, { method: 'DELETE', path: await link(), headers });

    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' });
  });

  it('answers nobody without a signature, and what the function refuses does not reach it', async () => {
    const { url, upload } = await start();
    await upload('hello');

    expect(await exchange(url, { path: '/files/in/a' })).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await exchange(url, { path: '/files/' })).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect((await exchange(url, { method: 'PUT', path: '/files/in/a', body: 'x' })).status).toBe(405);
  });

  it('tells the sender of a refused upload why', async () => {
    const { url, signerFor, ...s3 } = await start();
    const fields = await signForm({ ...s3, url, signerFor });
    const answer = await postForm(url, formBody(fields, Buffer.alloc(1_000_000)), '/files/');

    expect(answer).toMatchObject({ status: 400, code: 'EntityTooLarge' });
  });

  it('cannot be posted to where a root object takes the place of its root', async () => {
    const { upload } = await start({ rootObject: 'index.html' });

    expect((await upload('hello')).status).not.toBe(204);
  });
});

describe('a behaviour of such a bucket stops the start', () => {
  it.each([
    ['if it caches', { behavior: { CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6' } }, /CACHING_DISABLED/],
    ['without a policy for its origin', { behavior: { OriginRequestPolicyId: 'none' } }, /origin request policy/],
    ['if it drops the query', { policy: forwarding('none', 'none', 'none') }, /whole query/],
    ['if it forwards headers, the host among them', { policy: forwarding('all', 'allViewer', 'none') }, /no header/],
    ['if it forwards cookies', { policy: forwarding('all', 'none', 'all') }, /no cookie/],
  ])('%s', async (_, options, message) => {
    await expect(start(options)).rejects.toThrow(message);
  });
});
