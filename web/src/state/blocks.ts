/** The people I have blocked: downloaded when something first needs the list, and changed here. */
import { createContext, use, useEffect } from 'react';
import type { Mailbox } from '#client/mailbox.ts';
import type { Session } from '#client/session.ts';
import { block, listBlocks, unblock } from '#contract/routes/safety.ts';
import type { User } from '#contract/users.ts';
import { useMailbox, useMailboxState } from './mailbox.ts';
import { type ReadableStore, createStore, useStore } from './store.ts';

interface BlocksState {
  /** Undefined until it is loaded. */
  readonly people?: readonly User[] | undefined;
  readonly problem?: unknown;
}

export interface Blocks extends ReadableStore<BlocksState> {
  load(): Promise<void>;
  /** Rejects if it could not be done. */
  block(username: string): Promise<void>;
  unblock(username: string): Promise<void>;
}

export function createBlocks(session: Session, mailbox: Mailbox): Blocks {
  const { update, ...store } = createStore<BlocksState>({});

  async function load(): Promise<void> {
    try {
      const people: User[] = [];
      let cursor: string | undefined;
      do {
        const page = await session.call(listBlocks, { query: cursor === undefined ? {} : { cursor } });
        people.push(...page.items);
        cursor = page.next;
      } while (cursor !== undefined);
      update(() => ({ people }));
    } catch (problem) {
      update(({ people }) => ({ people, problem }));
    }
  }

  async function change(route: typeof block | typeof unblock, username: string): Promise<void> {
    await session.call(route, { parameters: { username } });
    // The inbox shows blocks as well; and another device may have changed more.
    await Promise.all([load(), mailbox.catchUp()]);
  }

  return {
    ...store,
    load,
    block: (username) => change(block, username),
    unblock: (username) => change(unblock, username),
  };
}

export const BlocksContext = createContext<Blocks | undefined>(undefined);

/** @param load whether to download the list: on every mount, only if it is not loaded yet, or not at all */
export function useBlocks(
  load: 'always' | 'once' | 'never' = 'never',
): BlocksState & Pick<Blocks, 'load' | 'block' | 'unblock'> {
  const blocks = use(BlocksContext);
  if (!blocks) throw new Error('useBlocks is called outside of BlocksContext');
  useEffect(() => {
    if (load === 'always' || (load === 'once' && !blocks.getSnapshot().people)) void blocks.load();
  }, [blocks, load]);
  return {
    ...useStore(blocks, (state) => state),
    load: blocks.load,
    block: blocks.block,
    unblock: blocks.unblock,
  };
}

/**
 * True if I have blocked `peer`. The inbox knows it of people I have talked with; the list is downloaded for others
 * only.
 */
export function useIsBlocked(peer: string): boolean {
  const { me } = useMailbox();
  const inboxLoaded = useMailboxState((state) => state.inboxLoaded);
  const row = useMailboxState((state) =>
    state.inbox.find((candidate) => candidate.peer === peer && candidate.lastSeq > 0),
  );
  const { people } = useBlocks(inboxLoaded && !row && peer !== me ? 'once' : 'never');
  return row?.blocked ?? people?.some(({ username }) => username === peer) ?? false;
}
