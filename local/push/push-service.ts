/**
 * A push service by the Web Push protocol: endpoints for the keys of a browser, proofs by VAPID, times to live, topics,
 * and what it has to give to browsers. Where it was given the private key it decrypts, as a browser does, so that tests
 * can hand the text to a service worker.
 * RFC 8030, RFC 8291, RFC 8292.
 */
import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { Faults } from '../faults.ts';
import { decryptPush, type BrowserKeys } from './decrypt.ts';
import { proofProblem } from './vapid.ts';

/** A subscription of a browser that a test, or a person at the page, has made. */
export interface Subscribed {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** A push that was taken. Times are epoch milliseconds. */
export interface Push {
  readonly id: string;
  /** The last part of the endpoint. */
  readonly subscription: string;
  readonly at: number;
  readonly ttlSeconds: number;
  readonly topic: string | undefined;
  readonly urgency: string;
  /** `sub` of the proof. */
  readonly from: string | undefined;
  readonly bytes: number;
  /** What it says. Absent where the service has no private key, or the key does not fit. */
  readonly text: string | undefined;
}

interface Subscription {
  readonly keys?: BrowserKeys;
  /** The application server's key, the only one that may post (RFC 8292, section 4.2). Absent: any. */
  readonly serverKey?: string;
  readonly endedAt?: number;
}

export interface PushRequest {
  readonly subscription: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface PushAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PushServer {
  /**
   * Makes a subscription.
   * @param given keys of a browser that keeps its private key to itself; by default both are made here
   */
  subscribe(serverKey?: string, given?: Subscribed['keys']): Promise<Subscribed>;
  /** Ends a subscription, as a browser does: posts to it are answered 410. */
  end(endpoint: string): Promise<void>;
  /** Takes a post of an application server. */
  post(request: PushRequest): Promise<PushAnswer>;
  /** Returns what was taken and neither replaced nor expired, the newest first. */
  pushes(): readonly Push[];
}

/** RFC 8030, section 7.2: every push service takes this much. */
const BODY_MAX_BYTES = 4096;
const TOPIC = /^[A-Za-z0-9_-]{1,32}$/;
const URGENCIES: ReadonlySet<string> = new Set(['very-low', 'low', 'normal', 'high']);
/** Kept for the page. */
const PUSHES_MAX = 200;
const RETRY_AFTER_SECONDS = '2';

interface Options {
  readonly store: KeyValueStore;
  readonly faults: Pick<Faults, 'gonePushes' | 'throttledPushes' | 'failedPushes'>;
  /** Address under which endpoints are, without the slash at its end. */
  readonly baseUrl: string;
  readonly log: (line: string) => void;
}

export async function openPushServer({ store, faults, baseUrl, log }: Options): Promise<PushServer> {
  const subscriptions = new Map(
    (await store.entries<Subscription>('subscription/')).map(([key, stored]) => [key.slice(13), stored]),
  );
  const { origin } = new URL(baseUrl);
  let kept: Push[] = [];

  const save = async (id: string, subscription: Subscription): Promise<void> => {
    subscriptions.set(id, subscription);
    await store.put(`subscription/${id}`, subscription);
  };
  const idOf = (endpoint: string): string => endpoint.slice(endpoint.lastIndexOf('/') + 1);
  const living = (): Push[] => kept.filter(({ at, ttlSeconds }) => at + ttlSeconds * 1000 > Date.now());

  /** @returns the status that a fault has a post fail with, if any */
  function faultOf(): number | undefined {
    if (Math.random() < faults.gonePushes) return 410;
    if (Math.random() < faults.throttledPushes) return 429;
    return Math.random() < faults.failedPushes ? 503 : undefined;
  }

  return {
    async subscribe(serverKey, given) {
      const id = randomUUID();
      const curve = createECDH('prime256v1');
      const p256dh = given?.p256dh ?? curve.generateKeys('base64url');
      const auth = given?.auth ?? randomBytes(16).toString('base64url');
      const privateKey = given ? undefined : curve.getPrivateKey('base64url');
      const keys = { p256dh, auth, ...(privateKey !== undefined && { privateKey }) };
      await save(id, { keys, ...(serverKey !== undefined && { serverKey }) });
      return { endpoint: `${baseUrl}/${id}`, keys: { p256dh, auth } };
    },

    async end(endpoint) {
      const id = idOf(endpoint);
      await save(id, { ...subscriptions.get(id), endedAt: Date.now() });
    },

    async post({ subscription: id, headers, body }) {
      const subscription = subscriptions.get(id);
      if (!subscription) return { statusCode: 404 };
      if (subscription.endedAt !== undefined) return { statusCode: 410 };
      const { proof, problem } = proofProblem(headers['authorization'], origin, Date.now(), subscription.serverKey);
      if (problem !== undefined) return refused(problem.statusCode, problem.message);
      const { ttl, topic, urgency = 'normal' } = headers;
      if (!/^\d{1,10}$/.test(ttl ?? '')) return refused(400, 'TTL is missing.');
      if (topic !== undefined && !TOPIC.test(topic)) return refused(400, 'Topic must be up to 32 of base64url.');
      if (!URGENCIES.has(urgency)) return refused(400, `There is no urgency ${urgency}.`);
      if (headers['content-encoding'] !== 'aes128gcm') return refused(400, 'The content coding is not aes128gcm.');
      if (body.length > BODY_MAX_BYTES) return refused(413, `The body has more than ${BODY_MAX_BYTES} bytes.`);
      const fault = faultOf();
      if (fault === 410) await save(id, { ...subscription, endedAt: Date.now() });
      if (fault !== undefined)
        return { statusCode: fault, ...(fault !== 410 && { headers: { 'retry-after': RETRY_AFTER_SECONDS } }) };

      const push = {
        id: randomUUID(),
        subscription: id,
        at: Date.now(),
        ttlSeconds: Number(ttl),
        topic,
        urgency,
        from: proof?.sub,
        bytes: body.length,
        text: subscription.keys && decryptPush(body, subscription.keys),
      };
      // One that waits with the same topic is replaced: RFC 8030, section 5.4.
      const replaced = (other: Push): boolean =>
        topic !== undefined && other.topic === topic && other.subscription === id;
      kept = [push, ...kept.filter((other) => !replaced(other))].slice(0, PUSHES_MAX);
      return { statusCode: 201, headers: { location: `${baseUrl}/message/${push.id}`, ttl: String(push.ttlSeconds) } };
    },

    pushes: living,
  };

  function refused(statusCode: number, message: string): PushAnswer {
    log(`[push] refused with ${statusCode}: ${message}`);
    return { statusCode };
  }
}
