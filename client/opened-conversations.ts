/** The conversations that have been opened on this device: a replica of the log of each, and how its loading goes. */
import type { Entry } from '#contract/schemas.ts';
import { type LogReplica, type Page, replicaOf, withEntries, withOlder } from './log-replica.ts';
import type { Failure } from './problem.ts';

export interface OpenedConversation {
  /** Undefined until the newest page is here. */
  readonly replica: LogReplica | undefined;
  readonly loading: boolean;
  /** Why the last loading failed. */
  readonly error: Failure | undefined;
}

export interface OpenedConversations {
  peers(): readonly string[];
  get(peer: string): OpenedConversation | undefined;
  replica(peer: string): LogReplica | undefined;
  open(peer: string): void;
  startLoading(peer: string): void;
  failLoading(peer: string, error: Failure): void;
  clearError(peer: string): void;
  /** Takes in the newest page. */
  load(peer: string, page: Page): void;
  /** Takes in the page before `before`, unless the replica has been replaced since that was asked for. */
  loadOlder(peer: string, before: number, page: Page): void;
  /** Takes in entries, where there is a replica. */
  receive(peer: string, entries: readonly Entry[]): void;
  dropReplica(peer: string): void;
}

/** @param changed called with the peer after every change */
export function createOpenedConversations(changed: (peer: string) => void): OpenedConversations {
  const conversations = new Map<string, OpenedConversation>();
  const replica = (peer: string) => conversations.get(peer)?.replica;

  function set(peer: string, change: Partial<OpenedConversation>): void {
    const before = conversations.get(peer) ?? { replica: undefined, loading: false, error: undefined };
    conversations.set(peer, { ...before, ...change });
    changed(peer);
  }

  return {
    peers: () => [...conversations.keys()],
    get: (peer) => conversations.get(peer),
    replica,
    open(peer) {
      if (!conversations.has(peer)) set(peer, {});
    },
    startLoading: (peer) => set(peer, { loading: true, error: undefined }),
    failLoading: (peer, error) => set(peer, { loading: false, error }),
    clearError: (peer) => set(peer, { error: undefined }),
    load: (peer, page) => set(peer, { replica: replicaOf(page), loading: false }),
    loadOlder(peer, before, page) {
      const present = replica(peer);
      const fits = present?.messages[0]?.seq === before;
      set(peer, { replica: present && fits ? withOlder(present, page) : present, loading: false });
    },
    receive(peer, entries) {
      const present = replica(peer);
      if (present) set(peer, { replica: withEntries(present, entries) });
    },
    dropReplica: (peer) => set(peer, { replica: undefined }),
  };
}
