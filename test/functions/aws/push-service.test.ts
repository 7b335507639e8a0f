/** Posting to push services: what is sent, and what becomes of each answer. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pushService } from '#functions/aws/push-service.ts';
import { PUSH_KEYS } from '../../journey/people.ts';

const ENDPOINT = 'https://push.example/secret-of-bob?x=1';
const options = { ttlSeconds: 60, topic: 'a-topic', urgency: 'high' } as const;
const device = { endpoint: ENDPOINT, keys: PUSH_KEYS };
let logged = '';

beforeEach(() => {
  logged = '';
  vi.spyOn(console, 'error').mockImplementation((...words: unknown[]) => void (logged += words.map(String).join(' ')));
});
afterEach(() => vi.restoreAllMocks());

const posting = (answer: () => Promise<Response>) => {
  const request = vi.fn<typeof fetch>(answer);
  return { request, push: pushService(async () => () => 'vapid t=a, k=b', request) };
};
const answering = (status: number, headers: Record<string, string> = {}) =>
  posting(async () => new Response(null, { status, headers }));

describe('a post', () => {
  it('is encrypted and proved, says for how long and how urgently, and follows nobody', async () => {
    const { request, push } = answering(201);

    expect(await push.post(device, 'between us', options)).toEqual({ result: 'sent' });

    const [[url, init = {}] = []] = request.mock.calls;
    expect(url).toBe(ENDPOINT);
    expect(init).toMatchObject({
      method: 'POST',
      redirect: 'manual',
      headers: {
        authorization: 'vapid t=a, k=b',
        'content-encoding': 'aes128gcm',
        ttl: '60',
        topic: 'a-topic',
        urgency: 'high',
      },
    });
    expect(Buffer.from(init.body as Uint8Array).toString('latin1')).not.toContain('between us');
    expect(init.signal).toBeInstanceOf(AbortSignal);
  });

  it('is another one each time: salt and key are of chance', async () => {
    const { request, push } = answering(201);

    for (const _ of [1, 2]) await push.post(device, 'same', options);

    const [one, other] = request.mock.calls.map(([, init]) => Buffer.from(init?.body as Uint8Array).toString('base64'));
    expect(one).not.toBe(other);
  });
});

describe('an answer', () => {
  it.each([
    [200, { result: 'sent' }],
    [202, { result: 'sent' }],
    [404, { result: 'gone' }],
    [410, { result: 'gone' }],
    [301, { result: 'refused' }],
    [307, { result: 'refused' }],
    [400, { result: 'refused' }],
    [403, { result: 'refused' }],
    [413, { result: 'refused' }],
    [429, { result: 'later', retryAfterSeconds: undefined }],
    [500, { result: 'later', retryAfterSeconds: undefined }],
    [503, { result: 'later', retryAfterSeconds: undefined }],
  ])('of %i has its outcome', async (status, outcome) => {
    expect(await answering(status).push.post(device, 'x', options)).toEqual(outcome);
  });

  it.each([
    ['120', 120],
    ['0', 0],
    ['soon', undefined],
  ])('with Retry-After: %s is kept to', async (header, retryAfterSeconds) => {
    const { push } = answering(429, { 'retry-after': header });

    expect(await push.post(device, 'x', options)).toEqual({ result: 'later', retryAfterSeconds });
  });

  it('with a date is kept to as well', async () => {
    const { push } = answering(503, { 'retry-after': new Date(Date.now() + 90_000).toUTCString() });

    const outcome = await push.post(device, 'x', options);

    expect(outcome.result === 'later' && outcome.retryAfterSeconds).toBeGreaterThan(60);
  });

  it('that never comes is tried again, and the log names the host and not the address, which is a secret', async () => {
    const { push } = posting(() => Promise.reject(new Error('no network')));

    expect(await push.post(device, 'x', options)).toEqual({ result: 'later', retryAfterSeconds: undefined });

    expect(logged).toContain('push.example');
    expect(logged).not.toContain('secret-of-bob');
  });
});
