/** The push service of the local cloud, posted to as an application server does. */
import { createECDH, createPrivateKey, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { encryptPush } from '#functions/aws/push-encryption.ts';
import { openEngine } from '#local/dynamodb/engine.ts';
import { noFaults, type Faults } from '#local/faults.ts';
import { createPushListener } from '#local/push/listener.ts';
import { openPushServer } from '#local/push/push-service.ts';
import { smallStack } from '../../support/small-assembly.ts';
import { temporaryFolder } from '../dynamodb/fixture.ts';

const newKey = () => {
  const curve = createECDH('prime256v1');
  curve.generateKeys();
  return curve;
};
const server = newKey();
const publicKey = server.getPublicKey('base64url');

/** A proof by VAPID, as the tests want it. */
function proofOf(claims: object, key = server): string {
  const point = key.getPublicKey();
  const jwk = {
    ...{ kty: 'EC', crv: 'P-256', d: key.getPrivateKey('base64url') },
    ...{ x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') },
  };
  const encoded = [{ typ: 'JWT', alg: 'ES256' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const text = encoded.join('.');
  const how = { key: createPrivateKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  return `vapid t=${text}.${sign('sha256', Buffer.from(text), how).toString('base64url')}, k=${publicKey}`;
}

async function start({ dataDir, ...faults }: Partial<Faults> & { dataDir?: string } = {}) {
  const all = { ...noFaults, ...faults };
  const folder = dataDir ?? (await temporaryFolder());
  const engine = await openEngine({ stack: await smallStack({ resources: {} }), dataDir: folder, faults: all });
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const lines: string[] = [];
  const push = await openPushServer({
    ...{ store: engine.sublevel('push'), faults: all, baseUrl: `${origin}/_local/push` },
    log: (line) => lines.push(line),
  });
  const handle = createPushListener(push);
  listener.on('request', (request, response) => {
    if (!handle(request, response)) response.writeHead(404).end();
  });
  const close = async () => {
    listener.closeAllConnections();
    listener.close();
    await engine.close();
  };
  let isOpen = true;
  const once = async () => {
    if (isOpen) await close();
    isOpen = false;
  };
  onTestFinished(once);
  const valid = { aud: origin, exp: Math.floor(Date.now() / 1000) + 3600, sub: 'https://site.example' };
  return { push, origin, lines, all, valid, close: once };
}

type Started = Awaited<ReturnType<typeof start>>;
async function post(
  { valid, push }: Started,
  text: string,
  {
    to,
    headers = {},
  }: { to?: Awaited<ReturnType<Started['push']['subscribe']>>; headers?: Record<string, string> } = {},
) {
  const { endpoint, keys } = to ?? (await push.subscribe());
  const chance = { salt: randomBytes(16), privateKey: newKey().getPrivateKey() };
  return fetch(endpoint, {
    method: 'POST',
    headers: { authorization: proofOf(valid), ttl: '60', 'content-encoding': 'aes128gcm', ...headers },
    body: new Uint8Array(encryptPush(text, keys, chance)),
  });
}

describe('a push', () => {
  it('is taken, decrypted, and shown with what its headers say', async () => {
    const started = await start();

    const answer = await post(started, '{"hello":"Zoë"}', { headers: { topic: 'one', urgency: 'high' } });

    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toContain('/_local/push/message/');
    expect(started.push.pushes()).toMatchObject([
      { text: '{"hello":"Zoë"}', topic: 'one', urgency: 'high', ttlSeconds: 60, from: 'https://site.example' },
    ]);
    expect(await (await fetch(`${started.origin}/_local/push`)).json()).toMatchObject([{ topic: 'one' }]);
    const page = await (await fetch(`${started.origin}/_local/push.html`)).text();
    expect(page).toContain('&quot;hello&quot;: &quot;Zoë&quot;');
  });

  it('takes the place of one that waits with its topic, of the same subscription alone', async () => {
    const started = await start();
    const [one, other] = [await started.push.subscribe(), await started.push.subscribe()];

    for (const [to, text, topic] of [
      [one, '1', 'a'],
      [one, '2', 'b'],
      [other, '3', 'a'],
      [one, '4', 'a'],
    ] as const)
      await post(started, text, { to, headers: { topic } });

    expect(started.push.pushes().map(({ text }) => text)).toEqual(['4', '3', '2']);
  });

  it('is gone once its time is over', async () => {
    const started = await start();
    await post(started, 'short', { headers: { ttl: '10' } });

    vi.useFakeTimers({ now: Date.now() + 11_000, toFake: ['Date'] });
    try {
      expect(started.push.pushes()).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('for a browser that keeps its private key to itself is taken, and not read', async () => {
    const started = await start();
    const keys = { p256dh: newKey().getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') };
    const made = await fetch(`${started.origin}/_local/push`, { method: 'POST', body: JSON.stringify({ keys }) });
    const to = (await made.json()) as Awaited<ReturnType<typeof started.push.subscribe>>;

    expect((await post(started, 'secret', { to })).status).toBe(201);

    expect(to.keys).toEqual(keys);
    expect(started.push.pushes()).toMatchObject([{ text: undefined }]);
  });
});

describe('what is refused', () => {
  it.each([
    ['no time to live', { ttl: '' }, 400],
    ['a topic that is too long', { topic: 'x'.repeat(33) }, 400],
    ['an urgency that there is not', { urgency: 'urgent' }, 400],
    ['another coding', { 'content-encoding': 'aesgcm' }, 400],
    ['no proof', { authorization: '' }, 401],
    ['a proof that is none', { authorization: 'vapid t=a.b.c, k=d' }, 403],
  ])('is %s', async (_, headers, status) => {
    expect((await post(await start(), 'x', { headers })).status).toBe(status);
  });

  it.each([
    ['of another origin', { aud: 'https://other.example' }],
    ['that has expired', { exp: Math.floor(Date.now() / 1000) - 1 }],
    ['for more than a day', { exp: Math.floor(Date.now() / 1000) + 25 * 3600 }],
  ])('is a proof %s', async (_, claims) => {
    const started = await start();

    const answer = await post(started, 'x', { headers: { authorization: proofOf({ ...started.valid, ...claims }) } });

    expect(answer.status).toBe(403);
    expect(started.push.pushes()).toEqual([]);
  });

  it('is a proof that another key has signed', async () => {
    const started = await start();

    const answer = await post(started, 'x', { headers: { authorization: proofOf(started.valid, newKey()) } });

    expect(answer.status).toBe(403);
  });

  it('is a server other than the one that the browser subscribed for', async () => {
    const started = await start();
    const to = await started.push.subscribe(newKey().getPublicKey('base64url'));

    expect((await post(started, 'x', { to })).status).toBe(403);
    expect((await post(started, 'x', { to: await started.push.subscribe(publicKey) })).status).toBe(201);
  });

  it('is a body over 4,096 bytes', async () => {
    const started = await start();
    const { endpoint } = await started.push.subscribe();
    const headers = { authorization: proofOf(started.valid), ttl: '1', 'content-encoding': 'aes128gcm' };

    const answer = await fetch(endpoint, { method: 'POST', headers, body: new Uint8Array(4097) });

    expect(answer.status).toBe(413);
  });
});

describe('a subscription', () => {
  it('that has ended is answered 410, and one that never was 404, also after a restart', async () => {
    const dataDir = await temporaryFolder();
    const first = await start({ dataDir });
    const [kept, ended] = [await first.push.subscribe(), await first.push.subscribe()];
    expect((await fetch(ended.endpoint, { method: 'DELETE' })).status).toBe(204);
    expect((await post(first, 'x', { to: ended })).status).toBe(410);
    await first.close();

    const second = await start({ dataDir });
    const moved = (of: typeof kept) => ({ ...of, endpoint: of.endpoint.replace(first.origin, second.origin) });

    expect((await post(second, 'x', { to: moved(ended) })).status).toBe(410);
    expect((await post(second, 'x', { to: moved(kept) })).status).toBe(201);
    expect((await post(second, 'x', { to: { ...kept, endpoint: `${second.origin}/_local/push/none` } })).status).toBe(
      404,
    );
  });

  it.each([
    ['gonePushes', 410],
    ['throttledPushes', 429],
    ['failedPushes', 503],
  ] as const)('fails with the fault %s', async (fault, status) => {
    const started = await start({ [fault]: 1 });
    const to = await started.push.subscribe();

    const answer = await post(started, 'x', { to });

    expect(answer.status).toBe(status);
    expect(answer.headers.has('retry-after')).toBe(status !== 410);
    started.all[fault] = 0;
    expect((await post(started, 'x', { to })).status).toBe(status === 410 ? 410 : 201);
  });
});
