/** What the worker asks the server as the person who is signed in. It has no access token: the cookie proves it. */
import type { Conversation } from '#contract/schemas.ts';
import type { MessageSwitches, NotificationTarget } from '../src/text/notification.ts';

/** The API is under the site's own address. */
const API = '/api';
const TIMEOUT_MS = 10_000;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What the server needs to tell this browser. */
interface Subscribed {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** A conversation in which a person may have something unread, and what they want to hear of it here. */
export interface Remaining {
  readonly conversation: Conversation;
  readonly texts: boolean;
  readonly about: MessageSwitches;
}

export interface Account {
  /**
   * Tells the server of the subscription that took the place of another, with what its person has chosen.
   * @returns false where their session is not told. @throws where the server cannot be told, or they have left
   */
  replaceSubscription(person: string, subscribed: Subscribed): Promise<boolean>;
  /**
   * Marks a conversation as read, as far as the notification goes.
   * @returns the conversation after that; undefined where it cannot be read, or this session is not told
   * @throws where the server has not marked it
   */
  markRead(target: NotificationTarget): Promise<Remaining | undefined>;
  /** True if a message is known to be read, or to be gone. False where the server cannot be asked. */
  isOutdated(target: NotificationTarget, id: string): Promise<boolean>;
  /** True if a push no longer says what is true of a post, or it is gone. False where the server cannot be asked. */
  isPostOutdated(target: NotificationTarget, kind: string, id: string): Promise<boolean>;
}

export function createAccount(fetch: Fetch): Account {
  async function call(token: string | undefined, method: string, path: string, body?: object): Promise<Response> {
    return fetch(API + path, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  /** @throws unless the person whose notification it is, is signed in */
  async function tokenOf({ to }: Pick<NotificationTarget, 'to'>): Promise<string> {
    const response = await call(undefined, 'POST', '/auth/refresh');
    const session = (response.ok ? await response.json() : {}) as { username?: string; accessToken?: string };
    if (to === undefined || session.username !== to || session.accessToken === undefined)
      throw new Error('Somebody else is signed in, or nobody.');
    return session.accessToken;
  }

  async function remainingIn(token: string, peer: string): Promise<Remaining | undefined> {
    const [conversation, push] = await Promise.all([
      call(token, 'GET', `/conversations/${encodeURIComponent(peer)}`),
      call(token, 'GET', '/me/push'),
    ]);
    if (!conversation.ok || !push.ok) return undefined;
    const { device } = (await push.json()) as { device?: Pick<Remaining, 'texts' | 'about'> };
    return device && { ...device, conversation: (await conversation.json()) as Conversation };
  }

  return {
    async replaceSubscription(person, { endpoint, keys }) {
      const token = await tokenOf({ to: person });
      const known = await call(token, 'GET', '/me/push');
      if (!known.ok) throw new Error(`/me/push answered ${known.status}`);
      const { device } = (await known.json()) as { device?: { texts: boolean; about: object } };
      if (!device) return false;
      const stored = await call(token, 'PUT', '/me/push', { endpoint, keys, texts: device.texts, about: device.about });
      if (!stored.ok) throw new Error(`/me/push answered ${stored.status}`);
      return true;
    },
    async markRead(target) {
      const { peer = '', seq } = target;
      const path = `/conversations/${encodeURIComponent(peer)}/read`;
      const token = await tokenOf(target);
      const response = await call(token, 'POST', path, { seq });
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      return remainingIn(token, peer).catch(() => undefined);
    },
    async isOutdated(target, id) {
      const { peer = '', seq = 0 } = target;
      try {
        const token = await tokenOf(target);
        const [conversation, message] = await Promise.all([
          call(token, 'GET', `/conversations/${encodeURIComponent(peer)}`),
          call(token, 'GET', `/messages/${encodeURIComponent(id)}`),
        ]);
        if (message.status === 404) return true;
        const { readSeq = 0 } = (conversation.ok ? await conversation.json() : {}) as { readSeq?: number };
        const { deleted } = (message.ok ? await message.json() : {}) as { deleted?: unknown };
        return readSeq >= seq || deleted !== undefined;
      } catch {
        return false;
      }
    },
    async isPostOutdated(target, kind, id) {
      const path = `/posts/${encodeURIComponent(id)}`;
      try {
        const token = await tokenOf(target);
        // A post that is over is there only for those who made an offer for it.
        const outcome = kind === 'search' ? undefined : await call(token, 'GET', `${path}/outcome`);
        if (!outcome?.ok) return (await call(token, 'GET', path)).status === 404;
        const { status, chosen } = (await outcome.json()) as { status?: string; chosen?: string };
        return chosen !== 'you' || status !== (kind === 'promise' ? 'promised' : 'done');
      } catch {
        return false;
      }
    },
  };
}
