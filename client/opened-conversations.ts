/** The conversations that have been opened on this device: a replica of the log of each, and how its loading goes. */

import type { Extent, LogReplica } from './log-replica.ts';
import type { Failure } from './problem.ts';

export interface Loading {
  readonly loading: boolean;
  /** Why the last loading failed. */
  readonly error: Failure | undefined;
}

export interface OpenedConversations {
  peers(): readonly string[];
  has(peer: string): boolean;
  open(peer: string): void;
  /** Notes that somebody looks at a conversation, until they look away. */
  lookAt(peer: string): void;
  lookAway(peer: string): void;
  isLookedAt(peer: string): boolean;

  /** Returns undefined until the newest page is here. */
  replica(peer: string): LogReplica | undefined;
  /** Returns which part of the log is here; undefined where there is no replica. */
  extent(peer: string): Extent | undefined;
  setReplica(peer: string, replica: LogReplica): void;
  dropReplica(peer: string): void;

  /** Returns the seq of the message that is being read; undefined: the newest. */
  place(peer: string): number | undefined;
  /** Nothing is shown differently, so this is no change. */
  setPlace(peer: string, seq: number | undefined): void;

  loading(peer: string): Loading;
  startLoading(peer: string): void;
  endLoading(peer: string): void;
  failLoading(peer: string, error: Failure): void;
  clearError(peer: string): void;
}

/** @param changed called with the peer after every change */
export function createOpenedConversations(changed: (peer: string) => void): OpenedConversations {
  /** Every opened conversation is here, also one whose newest page is not. */
  const loadings = new Map<string, Loading>();
  const replicas = new Map<string, LogReplica>();
  const places = new Map<string, number>();
  const lookedAt = new Set<string>();
  const loading = (peer: string): Loading => loadings.get(peer) ?? { loading: false, error: undefined };

  function set(peer: string, change: Partial<Loading>): void {
    loadings.set(peer, { ...loading(peer), ...change });
    changed(peer);
  }

  return {
    peers: () => [...loadings.keys()],
    has: (peer) => loadings.has(peer),
    open(peer) {
      if (!loadings.has(peer)) set(peer, {});
    },
    lookAt: (peer) => void lookedAt.add(peer),
    lookAway: (peer) => void lookedAt.delete(peer),
    isLookedAt: (peer) => lookedAt.has(peer),
    replica: (peer) => replicas.get(peer),
    extent: (peer) => replicas.get(peer)?.extent,
    setReplica(peer, replica) {
      replicas.set(peer, replica);
      changed(peer);
    },
    dropReplica(peer) {
      replicas.delete(peer);
      changed(peer);
    },
    place: (peer) => places.get(peer),
    setPlace(peer, seq) {
      if (seq === undefined) places.delete(peer);
      else places.set(peer, seq);
    },
    loading,
    startLoading: (peer) => set(peer, { loading: true, error: undefined }),
    endLoading: (peer) => set(peer, { loading: false }),
    failLoading: (peer, error) => set(peer, { loading: false, error }),
    clearError: (peer) => set(peer, { error: undefined }),
  };
}
