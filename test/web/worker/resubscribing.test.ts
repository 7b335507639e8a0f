/** A subscription that the browser has replaced is registered for the person who is signed in, and for nobody else. */
import { describe, expect, it } from 'vitest';
import { createAccount } from '#web/worker/account.ts';
import { onSubscriptionChange } from '#web/worker/resubscribing.ts';

const KEYS = { p256dh: 'p', auth: 'a' };
const ABOUT = { messages: true, offers: false };

function browser(signedIn: string | undefined, device: object | undefined, session = signedIn) {
  const done: unknown[] = [];
  const subscription = (endpoint: string) =>
    ({
      endpoint,
      options: { applicationServerKey: new Uint8Array([1]) },
      toJSON: () => ({ endpoint, keys: KEYS }),
      unsubscribe: async () => done.push(`ended ${endpoint}`),
    }) as unknown as PushSubscription;
  const account = createAccount(async (url, { method, body }) => {
    if (url.endsWith('/auth/refresh')) return Response.json({ username: session, accessToken: 'token' });
    if (method === 'GET') return Response.json({ publicKey: 'key', ...(device && { device }) });
    done.push(JSON.parse(body as string));
    return new Response(null, { status: 204 });
  });
  const parts = {
    account,
    person: async () => ({ username: signedIn }),
    subscribe: async () => (done.push('subscribed'), subscription('https://push.example/new')),
  };
  return { parts, done, subscription };
}

describe('a subscription that has changed', () => {
  const device = { endpoint: 'https://push.example/old', texts: true, about: ABOUT };
  const stored = { endpoint: 'https://push.example/new', keys: KEYS, texts: true, about: ABOUT };

  it('is made again with the same key, and stored with what its person chose', async () => {
    const { parts, done, subscription } = browser('alice', device);

    await onSubscriptionChange({ oldSubscription: subscription('https://push.example/old') }, parts);

    expect(done).toEqual(['subscribed', stored]);
  });

  it('is stored as the browser has made it', async () => {
    const { parts, done, subscription } = browser('alice', device);

    await onSubscriptionChange({ newSubscription: subscription('https://push.example/new') }, parts);

    expect(done).toEqual([stored]);
  });

  it.each([
    ['nobody is signed in', undefined, device],
    ['their session is not told', 'alice', undefined],
  ])('ends where %s', async (_, person, told) => {
    const { parts, done, subscription } = browser(person, told);

    await onSubscriptionChange({ newSubscription: subscription('https://push.example/new') }, parts);

    expect(done).toEqual(['ended https://push.example/new']);
  });

  it('is not given to another person’s session', async () => {
    const { parts, done, subscription } = browser('alice', device, 'bob');

    await expect(
      onSubscriptionChange({ newSubscription: subscription('https://push.example/new') }, parts),
    ).rejects.toThrow('Somebody else');
    expect(done).toEqual([]);
  });

  it('waits for the next page where the browser says nothing about it', async () => {
    const { parts, done } = browser('alice', device);

    await onSubscriptionChange({}, parts);

    expect(done).toEqual([]);
  });
});
