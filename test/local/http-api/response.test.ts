/** The responses that functions' results become. */
import { describe, expect, it } from 'vitest';
import { FunctionError, InvokeDenied } from '#local/lambda/invoke.ts';
import { startHttpApi } from './gateway.ts';

/** Returns the response to a request whose function has the given handler. */
async function responseTo(handler: () => unknown) {
  const { url, lines } = await startHttpApi({ handler });
  const response = await fetch(`${url}/x`);
  return {
    response,
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
    lines,
  };
}

const serverError = { status: 500, body: '{"message":"Internal Server Error"}' };

describe('the response', () => {
  it('has the status, headers, cookies and body of the result', async () => {
    const { response, status, headers, body } = await responseTo(() => ({
      statusCode: 201,
      headers: {
        'Content-Type': 'application/json',
        Location: '/x/1',
        'X-Count': 3,
        Connection: 'close',
        'Content-Length': '99',
      },
      cookies: ['a=1; HttpOnly', 'b=2'],
      body: '{"é":1}',
    }));

    expect({ status, body }).toEqual({ status: 201, body: '{"é":1}' });
    expect(headers).toMatchObject({ 'content-type': 'application/json', location: '/x/1', 'x-count': '3' });
    expect(headers).toMatchObject({ connection: 'keep-alive', 'content-length': '8' });
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect(headers['apigw-requestid']).toMatch(/^[\w-]{15}=$/);
  });

  it('is 200 and JSON if the result has no status', async () => {
    const object = await responseTo(() => ({ hello: 'world' }));
    const string = await responseTo(() => 'hello');
    const nothing = await responseTo(() => undefined);

    expect([object.status, object.headers['content-type'], object.body]).toEqual([
      200,
      'application/json',
      '{"hello":"world"}',
    ]);
    expect([string.status, string.body]).toEqual([200, 'hello']);
    expect([nothing.status, nothing.body]).toEqual([200, 'null']);
  });

  it('is decoded from base64 if the result says so', async () => {
    const { body, headers } = await responseTo(() => ({ statusCode: 200, body: 'aGk=', isBase64Encoded: true }));

    expect(body).toBe('hi');
    expect(headers['content-length']).toBe('2');
  });

  it('has no body at 204', async () => {
    const { status, headers, body } = await responseTo(() => ({ statusCode: 204 }));

    expect({ status, body }).toEqual({ status: 204, body: '' });
    expect(headers).not.toHaveProperty('content-length');
  });

  it.each([
    ['throws', () => Promise.reject(new FunctionError('Error', 'boom'))],
    ['may not be invoked by the gateway', () => Promise.reject(new InvokeDenied('no permission'))],
    ['returns an invalid status', () => ({ statusCode: 'many' })],
    ['returns an informational status', () => ({ statusCode: 100 })],
    ['returns a body that is no string', () => ({ statusCode: 200, body: { a: 1 } })],
    ['returns invalid headers', () => ({ statusCode: 200, headers: 'x' })],
    ['returns a header that HTTP does not allow', () => ({ statusCode: 200, headers: { 'x-bad': 'a\r\nb: c' } })],
    ['returns more than 6 MB', () => ({ statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024 + 100) })],
    [
      'returns more than 6 MB once its quotation marks are escaped',
      () => ({ statusCode: 200, body: '"'.repeat(3.2 * 1024 * 1024) }),
    ],
  ])('is 500 if the function %s, and the log has the reason', async (_, handler) => {
    const { status, body, lines } = await responseTo(handler);

    expect({ status, body }).toEqual(serverError);
    expect(lines).toHaveLength(1);
  });

  it('is 200 again after a function has failed', async () => {
    let calls = 0;
    const { url } = await startHttpApi({
      handler: () => (++calls === 1 ? Promise.reject(new Error('boom')) : { statusCode: 200 }),
    });

    const statuses = [(await fetch(`${url}/x`)).status, (await fetch(`${url}/x`)).status];

    expect(statuses).toEqual([500, 200]);
  });

  it('is 404 without a matching route, and has no CORS header for any Origin', async () => {
    const { url } = await startHttpApi({ routes: { 'GET /users': {} } });
    const headers = { origin: 'https://elsewhere.example' };

    const [wrongPath, wrongMethod, preflight, found] = await Promise.all([
      fetch(`${url}/nothing`, { headers }),
      fetch(`${url}/users`, { method: 'POST', headers }),
      fetch(`${url}/users`, { method: 'OPTIONS', headers }),
      fetch(`${url}/users`, { headers }),
    ]);

    expect([wrongPath.status, wrongMethod.status, preflight.status, found.status]).toEqual([404, 404, 404, 200]);
    expect(await wrongPath.text()).toBe('{"message":"Not Found"}');
    for (const { headers: responseHeaders } of [wrongPath, preflight, found])
      expect([...responseHeaders.keys()].join()).not.toContain('access-control');
  });

  it('is 400 for a path that cannot be decoded', async () => {
    const { url } = await startHttpApi({});

    expect((await fetch(`${url}/%E0%A4%A`)).status).toBe(400);
  });
});
