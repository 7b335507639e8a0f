/** The quotas of an HTTP API. */
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { exactRequest, startHttpApi } from './gateway.ts';

const MB = 1024 * 1024;

describe('limits', () => {
  it('a body over 6 MB is 413 and reaches no function, with a content length or in chunks', async () => {
    const { url, calls } = await startHttpApi({});
    const body = Buffer.alloc(6 * MB + 1, 'x');

    const withLength = await fetch(`${url}/x`, { method: 'POST', body });
    const chunked = await exactRequest(`${url}/x`, ['Transfer-Encoding', 'chunked'], 'POST', body.toString());

    expect([withLength.status, await withLength.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    expect(chunked.status).toBe(413);
    expect(calls).toHaveLength(0);
  });

  it('a body of 6 MB reaches the function', async () => {
    const { url, calls } = await startHttpApi({});

    const { status } = await fetch(`${url}/x`, { method: 'POST', body: 'x'.repeat(6 * MB) });

    expect(status).toBe(200);
    expect(calls[0]?.event.body).toHaveLength(6 * MB);
  });

  it('a request line and headers over 10,240 bytes are 431', async () => {
    const { url, calls } = await startHttpApi({});

    const long = await exactRequest(`${url}/x`, ['X-Long', 'x'.repeat(10_240)]);
    const short = await exactRequest(`${url}/x`, ['X-Long', 'x'.repeat(10_000)]);

    expect([long.status, short.status]).toEqual([431, 200]);
    expect(calls).toHaveLength(1);
  });

  it('requests over the limits of the stage are 429 and reach no function', async () => {
    const { url, calls } = await startHttpApi({ throttling: { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 } });

    const responses = await Promise.all([1, 2, 3].map(() => fetch(`${url}/x`)));
    const refused = responses.find(({ status }) => status === 429);

    expect(responses.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(await refused?.text()).toBe('{"message":"Too Many Requests"}');
    expect(calls).toHaveLength(2);
  });

  it('an integration timeout is 503', async () => {
    const { url, lines } = await startHttpApi({
      integration: { TimeoutInMillis: 20 },
      handler: () => new Promise(() => undefined),
    });

    const response = await fetch(`${url}/x`);

    expect([response.status, await response.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
    expect(lines[0]).toContain('20 ms');
  });

  it('a client that disconnects in the middle of its body does not affect others', async () => {
    const { url, calls, lines } = await startHttpApi({});
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));

    socket.write('POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc', () => socket.destroy());
    await new Promise((resolve) => socket.once('close', resolve));
    const { status } = await fetch(`${url}/x`);

    expect(status).toBe(200);
    expect(calls.map(({ event }) => event.requestContext.http.method)).toEqual(['GET']);
    expect(lines).toEqual([]);
  });
});
