/** Everything the client takes from the machine it runs on, so that a test or a simulation can be that machine. */

/** What is used of a WebSocket; the browser's and that of `ws` both fit. */
export interface Socket {
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  send(text: string): void;
  close(): void;
}

export interface Environment {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Node 20 has none: pass that of `ws` there. */
  readonly WebSocket: new (url: string, protocols: string[]) => Socket;
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `act` once, after so many milliseconds. Answers what calls it off. */
  setTimer(act: () => void, milliseconds: number): () => void;
  /** At least 0, less than 1. */
  random(): number;
  uuid(): string;
  /** Whether somebody may be looking at the page. */
  isVisible(): boolean;
  /** Calls `listener` when the network is back and when the page is shown or focused. Answers what ends that. */
  onWake(listener: () => void): () => void;
  /** Calls `listener` when the network has gone: a socket may take minutes to notice. Answers what ends that. */
  onOffline(listener: () => void): () => void;
}

/** The browser, or Node (which never wakes, nor goes offline), with parts replaced by those given. */
export const environmentOf = (given: Partial<Environment> = {}): Environment => ({ ...platform(), ...given });

const platform = (): Environment => ({
  fetch: (url, init) => fetch(url, init),
  WebSocket: globalThis.WebSocket,
  now: () => Date.now(),
  setTimer(act, milliseconds) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  uuid: () => crypto.randomUUID(),
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
  onOffline(listener) {
    if (typeof window === 'undefined') return () => {};
    window.addEventListener('offline', listener);
    return () => window.removeEventListener('offline', listener);
  },
});
