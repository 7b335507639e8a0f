/** The people I have blocked: downloaded when something first asks, and changed here. */
import { createContext, use, useEffect } from 'react';
import type { Mailbox } from '#client/mailbox.ts';
import type { Session } from '#client/session.ts';
import { block, listBlocks, unblock } from '#contract/routes/safety.ts';
import type { User } from '#contract/users.ts';
import { useMailbox, useMailboxState } from './mailbox.ts';
import { type Store, createStore, useStore } from './store.ts';

interface Blocked {
  /** Undefined while it is not here. */
  readonly people?: readonly User[] | undefined;
  readonly problem?: unknown;
}

export interface Blocks extends Pick<Store<Blocked>, 'subscribe' | 'read'> {
  load(): Promise<void>;
  /** Rejects where it could not be done. */
  block(username: string): Promise<void>;
  unblock(username: string): Promise<void>;
}

export function createBlocks(session: Session, mailbox: Mailbox): Blocks {
  const { change, ...store } = createStore<Blocked>({});

  async function load(): Promise<void> {
    try {
      const { items } = await session.call(listBlocks, {});
      change(() => ({ people: items }));
    } catch (problem) {
      change(({ people }) => ({ people, problem }));
    }
  }

  async function set(route: typeof block | typeof unblock, username: string): Promise<void> {
    await session.call(route, { parameters: { username } });
    // The inbox carries it, too; and another device may have changed more.
    await Promise.all([load(), mailbox.catchUp()]);
  }

  return { ...store, load, block: (username) => set(block, username), unblock: (username) => set(unblock, username) };
}

export const BlocksContext = createContext<Blocks | undefined>(undefined);

/** @param load whether to download the list always, unless it is here, or not at all */
export function useBlocks(
  load: 'always' | 'once' | 'never' = 'never',
): Blocked & Pick<Blocks, 'load' | 'block' | 'unblock'> {
  const blocks = use(BlocksContext);
  if (!blocks) throw new Error('useBlocks is called outside of BlocksContext');
  useEffect(() => {
    if (load === 'always' || (load === 'once' && !blocks.read().people)) void blocks.load();
  }, [blocks, load]);
  const { load: reload, block: add, unblock: remove } = blocks;
  return { ...useStore(blocks, (value) => value), load: reload, block: add, unblock: remove };
}

/** Whether I have blocked somebody. The inbox tells of those I have talked with; only for others the list is needed. */
export function useIsBlocked(peer: string): boolean {
  const { me } = useMailbox();
  const inboxLoaded = useMailboxState((state) => state.inboxLoaded);
  const row = useMailboxState((state) =>
    state.inbox.find((candidate) => candidate.peer === peer && candidate.lastSeq > 0),
  );
  const { people } = useBlocks(inboxLoaded && !row && peer !== me ? 'once' : 'never');
  return row?.blocked ?? people?.some(({ username }) => username === peer) ?? false;
}
