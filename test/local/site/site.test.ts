/** The site as the distribution serves it: files, headers, the API, and what is refused. */
import { describe, expect, it } from 'vitest';
import { exactRequest } from '../http-api/gateway.ts';
import { deployment, folder, startSite } from './site.ts';

const index = '<!doctype html><title>Page</title>';
const pages = {
  assets: { 'page.zip': folder({ 'index.html': index, 'icon.svg': '<svg/>', 'assets/app-1a2b.js': 'let a;' }) },
};
const noCache = deployment('page.zip', { SystemMetadata: { 'Cache-Control': 'no-cache' } });

describe('the site', () => {
  it('serves the page at its root and at all its paths, even with a dot in the last segment', async () => {
    const { url } = await startSite({ ...pages, deployments: [noCache] });

    for (const path of ['/', '/people', '/messages/alice~bob.42', '/?q=1']) {
      expect(await (await fetch(url + path)).text()).toBe(index);
    }
  });

  it("serves each file with its content type and its deployment's cache control", async () => {
    const { url } = await startSite({ ...pages, deployments: [noCache] });

    const responses = await Promise.all(['/', '/icon.svg', '/assets/app-1a2b.js'].map((path) => fetch(url + path)));

    expect(responses.map(({ headers }) => [headers.get('content-type'), headers.get('cache-control')])).toEqual([
      ['text/html', 'no-cache'],
      ['image/svg+xml', 'no-cache'],
      ['text/javascript', 'no-cache'],
    ]);
  });

  it('denies access to missing files, as a bucket without list permission does', async () => {
    const { url } = await startSite({ ...pages, deployments: [noCache] });

    const missing = await fetch(`${url}/assets/gone.js`);
    const outside = await exactRequest(`${url}/assets/..%2f..%2fetc%2fpasswd`, []);

    expect([missing.status, outside.status]).toEqual([403, 403]);
    expect(await missing.text()).toContain('AccessDenied');
  });

  it('serves HEAD without a body, and refuses methods that the behaviour does not allow', async () => {
    const { url } = await startSite({ ...pages, deployments: [noCache] });

    const head = await fetch(url, { method: 'HEAD' });
    const post = await fetch(url, { method: 'POST', body: 'x' });

    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(index.length),
      '',
    ]);
    expect(post.status).toBe(403);
  });

  it('refuses a GET request with a body, also for the API', async () => {
    const { url } = await startSite({ ...pages, deployments: [noCache] });
    const withBody = (path: string) => exactRequest(url + path, ['Content-Length', '2'], 'GET', '{}');

    const answers = await Promise.all([withBody('/'), withBody('/api/users')]);

    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('answers 304 to a client that has the file', async () => {
    const { url } = await startSite({ ...pages, deployments: [noCache] });
    const etag = (await fetch(url)).headers.get('etag') ?? '';

    const known = await fetch(url, { headers: { 'if-none-match': `"other", W/${etag}` } });
    const changed = await fetch(url, { headers: { 'if-none-match': '"other"' } });

    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    expect([known.status, known.headers.get('etag'), known.headers.get('cache-control')]).toEqual([
      304,
      etag,
      'no-cache',
    ]);
    expect(changed.status).toBe(200);
  });

  it('compresses larger text for clients that accept it', async () => {
    const script = 'let a = 1;\n'.repeat(500);
    const assets = { 'page.zip': folder({ 'index.html': index, 'big.js': script, 'big.png': Buffer.alloc(5000) }) };
    const { url } = await startSite({ assets, deployments: [noCache] });
    const get = (path: string, encoding: string) => fetch(url + path, { headers: { 'accept-encoding': encoding } });

    const responses = await Promise.all([
      get('/big.js', 'gzip, deflate, br'),
      get('/big.js', 'gzip'),
      get('/big.js', 'br;q=0, identity'),
      get('/big.png', 'gzip, br'),
      get('/index.html', 'gzip, br'),
    ]);

    expect(responses.map(({ headers }) => headers.get('content-encoding'))).toEqual(['br', 'gzip', null, null, null]);
    expect(await responses[0]?.text()).toBe(script);
    expect(await responses[1]?.text()).toBe(script);
    expect(Number(responses[0]?.headers.get('content-length'))).toBeLessThan(200);
    expect(responses[0]?.headers.get('etag')).toBe(`W/${responses[2]?.headers.get('etag')}`);
    expect(responses[0]?.headers.get('vary')).toBe('accept-encoding');
  });

  it('says in one line that the root object is missing, while the rest works', async () => {
    const assets = { 'config.zip': folder({ 'config.json': '{}' }) };
    const { url } = await startSite({ assets, deployments: [deployment('config.zip')] });

    const page = await fetch(url);
    const config = await fetch(`${url}/config.json`);
    const api = await fetch(`${url}/api/users`);

    expect([page.status, await page.text()]).toEqual([
      503,
      'The bucket has no root object. Build the site, synthesize the stack and start again.\n',
    ]);
    expect([config.status, api.status]).toEqual([200, 200]);
  });
});

describe("the site's headers", () => {
  const policy = {
    SecurityHeadersConfig: {
      ContentSecurityPolicy: { ContentSecurityPolicy: "connect-src 'self' ws://127.0.0.1:3002", Override: true },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: true, Override: true },
    },
    CustomHeadersConfig: {
      Items: [
        { Header: 'Permissions-Policy', Value: 'camera=()', Override: true },
        { Header: 'Cache-Control', Value: 'max-age=1', Override: false },
      ],
    },
  };

  it('are those of the response headers policy, even on errors and 304', async () => {
    const { url } = await startSite({ ...pages, deployments: [noCache], pageHeaders: policy });
    const etag = (await fetch(url)).headers.get('etag') ?? '';

    const notModified = await fetch(url, { headers: { 'if-none-match': etag } });
    for (const response of [await fetch(url), await fetch(`${url}/assets/gone.js`), notModified]) {
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-security-policy': "connect-src 'self' ws://127.0.0.1:3002",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'permissions-policy': 'camera=()',
      });
    }
  });

  it("yield to the origin's unless they override", async () => {
    const { url } = await startSite({ ...pages, deployments: [noCache], pageHeaders: policy });

    const [page, missing] = [await fetch(url), await fetch(`${url}/assets/gone.js`)];

    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(missing.headers.get('cache-control')).toBe('max-age=1');
  });

  it('are set per behaviour', async () => {
    const apiHeaders = {
      CustomHeadersConfig: { Items: [{ Header: 'Cache-Control', Value: 'no-store', Override: true }] },
    };
    const { url } = await startSite({
      pageHeaders: policy,
      apiHeaders,
      apiResponse: { headers: { 'cache-control': 'max-age=60' } },
    });

    const { headers } = await fetch(`${url}/api/users`);

    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toBeNull();
  });
});

describe('the API under the site', () => {
  it('gets the request with its whole path, method, cookies, token and query, and with the origin’s Host', async () => {
    const { url, passed } = await startSite();

    const { body } = await exactRequest(
      `${url}/api/messages?target=bob`,
      [
        'Authorization',
        'Bearer t',
        'Cookie',
        'a=1',
        'Origin',
        url,
        'X-Forwarded-For',
        '203.0.113.9',
        'Content-Length',
        '2',
      ],
      'POST',
      '{}',
    );

    expect(body).toBe('from the API');
    expect(passed).toMatchObject([
      {
        method: 'POST',
        url: '/api/messages?target=bob',
        headers: {
          host: 'api.execute-api.eu-central-1.amazonaws.com',
          authorization: 'Bearer t',
          cookie: 'a=1',
          origin: url,
          'x-forwarded-for': '203.0.113.9, 127.0.0.1',
          via: expect.stringContaining('CloudFront') as unknown,
        },
      },
    ]);
  });

  it("gets the origin's own headers, which take the place of those that a client sends", async () => {
    const Origins = [
      { Id: 'bucket', DomainName: 'files.s3.eu-central-1.amazonaws.com', OriginAccessControlId: 'access' },
      {
        Id: 'api',
        DomainName: 'api.execute-api.eu-central-1.amazonaws.com',
        OriginCustomHeaders: [{ HeaderName: 'X-Proof', HeaderValue: 'ours' }],
      },
    ];
    const { url, passed } = await startSite({ distribution: { Origins } });

    await fetch(`${url}/api/users`, { headers: { 'x-proof': 'forged', 'x-other': 'kept' } });

    expect(passed).toMatchObject([{ headers: { 'x-proof': 'ours', 'x-other': 'kept' } }]);
  });

  it('responds with its own status, cookies and body', async () => {
    const headers = { 'content-type': 'application/problem+json' };
    const { url } = await startSite({ apiResponse: { statusCode: 404, headers, cookies: ['a=1', 'b=2'], body: '{}' } });

    const response = await fetch(`${url}/api/nothing`);

    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      404,
      'application/problem+json',
      '{}',
    ]);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('is reached only through its path pattern', async () => {
    const { url, passed } = await startSite({ ...pages, deployments: [noCache] });

    const page = await fetch(`${url}/apis`);

    expect(await page.text()).toBe(index);
    expect(passed).toEqual([]);
  });
});

describe('a distribution with a setting that the local cloud does not interpret', () => {
  it.each([
    ['CACHING_DISABLED', { apiBehavior: { CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6' } }],
    ['ALL_VIEWER_EXCEPT_HOST_HEADER', { apiBehavior: { OriginRequestPolicyId: undefined } }],
    [
      'ResponsePagePath',
      { distribution: { CustomErrorResponses: [{ ErrorCode: 404, ResponsePagePath: '/', ResponseCode: 200 }] } },
    ],
    ['LambdaFunctionAssociations', { pageBehavior: { LambdaFunctionAssociations: [{}] } }],
    [
      'viewer-response',
      { pageBehavior: { FunctionAssociations: [{ EventType: 'viewer-response', FunctionARN: 'x' }] } },
    ],
    ['CorsConfig', { pageHeaders: { CorsConfig: {} } }],
    ['handler', { functionCode: 'var a = 1;' }],
    [
      'elsewhere.example',
      { distribution: { Origins: ['bucket', 'api'].map((Id) => ({ Id, DomainName: 'elsewhere.example' })) } },
    ],
  ])('stops the start: %s', async (name, options) => {
    await expect(startSite(options)).rejects.toThrow(name);
  });
});
