/** The events of an HTTP API's functions. */
import { describe, expect, it } from 'vitest';
import { exactRequest, startHttpApi } from './gateway.ts';

describe('the event in payload format 2.0', () => {
  it('describes the whole request', async () => {
    const { url, calls } = await startHttpApi({ stage: 'api', routes: { 'POST /users/{username}': {} } });
    const headers = [
      'User-Agent',
      'test/1',
      'Content-Type',
      'application/json',
      'X-Many',
      'a',
      'X-Many',
      'b',
      'Content-Length',
      '7',
    ];

    const { headers: responseHeaders } = await exactRequest(
      `${url}/api/users/al%20ice?tag=1&tag=2&q=%C3%A9+x`,
      headers,
      'POST',
      '{"a":1}',
    );

    const { event } = calls[0] ?? {};
    expect(event).toEqual({
      version: '2.0',
      routeKey: 'POST /users/{username}',
      rawPath: '/api/users/al ice',
      rawQueryString: 'tag=1&tag=2&q=%C3%A9+x',
      headers: {
        host: 'api.example',
        'user-agent': 'test/1',
        'content-type': 'application/json',
        'content-length': '7',
        'x-many': 'a,b',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': new URL(url).port,
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { tag: '1,2', q: 'é x' },
      pathParameters: { username: 'al ice' },
      requestContext: {
        accountId: '123456789012',
        apiId: 'api',
        domainName: 'api.execute-api.eu-central-1.amazonaws.com',
        domainPrefix: 'api',
        http: {
          method: 'POST',
          path: '/api/users/al ice',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test/1',
        },
        requestId: responseHeaders['apigw-requestid'],
        routeKey: 'POST /users/{username}',
        stage: 'api',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/) as unknown,
        timeEpoch: expect.any(Number) as unknown,
      },
      body: '{"a":1}',
      isBase64Encoded: false,
    });
    expect(event?.requestContext.requestId).toMatch(/^[\w-]{15}=$/);
  });

  it('has no fields for absent parts of the request', async () => {
    const { url, calls } = await startHttpApi({ routes: { 'GET /plain': {} } });

    await fetch(`${url}/plain`);

    const { event } = calls[0] ?? {};
    const fields = ['version', 'routeKey', 'rawPath', 'rawQueryString', 'headers', 'requestContext', 'isBase64Encoded'];
    expect(Object.keys(event ?? {})).toEqual(fields);
    expect(event?.rawQueryString).toBe('');
    expect(event?.requestContext).not.toHaveProperty('authorizer');
  });

  it('lists cookies separately from the other headers', async () => {
    const { url, calls } = await startHttpApi({});

    await exactRequest(`${url}/x`, ['Cookie', 'a=1; b=2', 'Cookie', 'c=3']);

    expect(calls[0]?.event.cookies).toEqual(['a=1', 'b=2', 'c=3']);
    expect(calls[0]?.event.headers).not.toHaveProperty('cookie');
  });

  it('has a named stage in the path but not in the route, and other stages are unknown', async () => {
    const { url, calls } = await startHttpApi({ stage: 'api', routes: { 'GET /users': {} } });

    const responses = await Promise.all(
      ['/api/users', '/users', '/apis/users', '/api'].map((path) => fetch(url + path)),
    );

    expect(responses.map(({ status }) => status)).toEqual([200, 404, 404, 404]);
    expect(calls.map(({ event }) => [event.rawPath, event.routeKey])).toEqual([['/api/users', 'GET /users']]);
  });

  it('has a body that is not text in base64', async () => {
    const { url, calls } = await startHttpApi({});
    const bytes = Uint8Array.from([0, 255, 10]);
    const post = (body: BodyInit, headers: Record<string, string>) =>
      fetch(`${url}/x`, { method: 'POST', body, headers });

    await post(bytes, { 'content-type': 'image/png' });
    await post(bytes, { 'content-type': 'application/json' });
    await post('{}', { 'content-type': 'application/problem+json' });
    await post('zip', { 'content-type': 'text/plain', 'content-encoding': 'gzip' });

    expect(calls.map(({ event }) => [event.body, event.isBase64Encoded])).toEqual([
      ['AP8K', true],
      ['AP8K', true],
      ['{}', false],
      ['emlw', true],
    ]);
  });

  it('is handed to the function in the name of the gateway and the route', async () => {
    const { url, calls } = await startHttpApi({
      stage: 'api',
      routes: { 'GET /users/{username}': {}, 'ANY /any': {}, $default: {} },
    });

    for (const path of ['/api/users/alice', '/api/any', '/api/else']) await fetch(url + path);

    expect(calls.map(({ functionArn }) => functionArn.split(':').at(-1))).toEqual([
      'GET /users/{username}',
      'ANY /any',
      '$default',
    ]);
    const byPath = { 'GET/users/{username}': 'GET /users/{username}', 'GET/any': 'ANY /any', $default: '$default' };
    expect(calls.map(({ invoker }) => invoker)).toEqual(
      Object.entries(byPath).map(([path, route]) => ({
        principal: 'apigateway.amazonaws.com',
        sourceArn: `arn:aws:execute-api:eu-central-1:123456789012:api/api/${path}`,
        route,
      })),
    );
  });
});
