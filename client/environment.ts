/**
 * Everything the client takes from the machine it runs on, so that a test or a simulation can take the machine's
 * place.
 */

import { type PostForm, postFormByFetch, postFormByXhr } from './post-form.ts';
import { uuid } from './uuid.ts';

/** The part of a WebSocket that the client uses. Those of browsers and of the package `ws` both fit. */
export interface Socket {
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  send(text: string): void;
  close(): void;
}

export interface Environment {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly postForm: PostForm;
  /** Node 20 has none: pass the one of the package `ws` there. */
  readonly WebSocket: new (url: string, protocols: string[]) => Socket;
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Calls `act` once, after this time, or after the longest time that the machine's timers can hold (24.8 days).
   * @returns cancel
   */
  setTimer(act: () => void, milliseconds: number): () => void;
  /** Returns a number from 0 to less than 1. */
  random(): number;
  uuid(): string;
  /** True if somebody may be looking at the page. */
  isVisible(): boolean;
  /**
   * Calls `listener` when the network is back and when the page is shown or focused.
   * @returns unsubscribe
   */
  onWake(listener: () => void): () => void;
  /**
   * Calls `listener` when nobody can see the page any more.
   * @returns unsubscribe
   */
  onHide(listener: () => void): () => void;
  /**
   * Calls `listener` when the network has gone: a socket may take minutes to notice.
   * @returns unsubscribe
   */
  onOffline(listener: () => void): () => void;
}

/** Returns the browser or Node (which neither wakes nor goes offline) with the given parts in place of its own. */
export const createEnvironment = (given: Partial<Environment> = {}): Environment => ({ ...platform(), ...given });

/**
 * A longer delay overflows, and the timer fires at once.
 * https://developer.mozilla.org/en-US/docs/Web/API/Window/setTimeout#maximum_delay_value
 */
const MAX_TIMER_MS = 2 ** 31 - 1;

const platform = (): Environment => ({
  fetch: (url, init) => fetch(url, init),
  postForm: typeof XMLHttpRequest === 'undefined' ? postFormByFetch : postFormByXhr,
  WebSocket: globalThis.WebSocket,
  now: () => Date.now(),
  setTimer(act, milliseconds) {
    const timer = setTimeout(act, Math.min(milliseconds, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  uuid,
  isVisible: () => typeof document === 'undefined' || document.visibilityState === 'visible',
  onWake(listener) {
    if (typeof window === 'undefined') return () => {};
    const shown = () => {
      if (document.visibilityState === 'visible') listener();
    };
    window.addEventListener('online', listener);
    window.addEventListener('focus', listener);
    document.addEventListener('visibilitychange', shown);
    return () => {
      window.removeEventListener('online', listener);
      window.removeEventListener('focus', listener);
      document.removeEventListener('visibilitychange', shown);
    };
  },
  onHide(listener) {
    if (typeof window === 'undefined') return () => {};
    const hidden = () => {
      if (document.visibilityState !== 'visible') listener();
    };
    document.addEventListener('visibilitychange', hidden);
    return () => document.removeEventListener('visibilitychange', hidden);
  },
  onOffline(listener) {
    if (typeof window === 'undefined') return () => {};
    window.addEventListener('offline', listener);
    return () => window.removeEventListener('offline', listener);
  },
});
