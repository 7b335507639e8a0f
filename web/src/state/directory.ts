/**
 * The list of people, page by page, for each search, and who joined last. What was loaded is shown at once when a
 * search is repeated.
 */
import { useCallback, useEffect, useState } from 'react';
import type { Mailbox } from '#client/mailbox.ts';
import type { Session } from '#client/session.ts';
import { listUsers } from '#contract/routes/users.ts';
import type { User } from '#contract/users.ts';
import { useMailbox } from './mailbox.ts';
import { useSession } from './session.ts';
import { type ReadableStore, createStore, useStore } from './store.ts';

export interface SearchResult {
  readonly items: readonly User[];
  readonly next?: string | undefined;
  readonly loading: boolean;
  readonly problem?: unknown;
}

/** People of a page of the whole list. */
const PAGE_SIZE = 50;
/** People of a page of a search: about a screen. The server reads a profile for each. */
const FOUND_SIZE = 20;
/** Of the newest people: a few more than are shown, since some of them are known already. */
const NEWEST_SIZE = 10;
const NOT_LOADED: SearchResult = { items: [], loading: true };

const pageSizeOf = (prefix: string): number => (prefix === '' ? PAGE_SIZE : FOUND_SIZE);

/** Results by the prefix that was searched for. */
interface Directory extends ReadableStore<ReadonlyMap<string, SearchResult>> {
  /** Loads the first page of a search, or with `more` the page after the last one loaded. */
  load(prefix: string, more?: boolean): Promise<void>;
}

function createDirectory(session: Session): Directory {
  const { update, ...store } = createStore<ReadonlyMap<string, SearchResult>>(new Map());
  const put = (prefix: string, result: SearchResult): void => update((results) => new Map(results).set(prefix, result));

  return {
    ...store,
    load: async (prefix, more = false) => {
      const before = store.getSnapshot().get(prefix);
      if (before?.loading || (more && !before?.next)) return;
      put(prefix, { ...(before ?? NOT_LOADED), loading: true, problem: undefined });
      try {
        const { items, next } = await session.call(listUsers, {
          query: {
            limit: pageSizeOf(prefix),
            ...(prefix && { prefix }),
            ...(more && before?.next && { cursor: before.next }),
          },
        });
        put(prefix, { items: more ? [...(before?.items ?? []), ...items] : items, next, loading: false });
      } catch (problem) {
        put(prefix, { ...(before ?? NOT_LOADED), loading: false, problem });
      }
    },
  };
}

/** By the mailbox of who is signed in: another person starts with nothing. */
const directories = new WeakMap<Mailbox, Directory>();

function useDirectory(): Directory {
  const session = useSession();
  const { mailbox } = useMailbox();
  const directory = directories.get(mailbox) ?? createDirectory(session);
  directories.set(mailbox, directory);
  return directory;
}

/** Searches for people whose names have words that begin with `prefix`, and refreshes what was found before. */
export function usePeople(prefix: string): SearchResult & { loadMore(): void; retry(): void } {
  const directory = useDirectory();
  const result = useStore(directory, (results) => results.get(prefix) ?? NOT_LOADED);

  useEffect(() => {
    // A refresh would throw away the further pages that someone has scrolled through.
    const loaded = directory.getSnapshot().get(prefix)?.items.length ?? 0;
    if (loaded <= pageSizeOf(prefix)) void directory.load(prefix);
  }, [directory, prefix]);

  return {
    ...result,
    loadMore: useCallback(() => void directory.load(prefix, true), [directory, prefix]),
    retry: useCallback(() => void directory.load(prefix), [directory, prefix]),
  };
}

/** Who joined last, the newest first; empty until they are loaded, and where they cannot be. */
export function useNewest(): readonly User[] {
  const session = useSession();
  const [newest, setNewest] = useState<readonly User[]>([]);

  useEffect(() => {
    let isShown = true;
    session.call(listUsers, { query: { order: 'newest', limit: NEWEST_SIZE } }).then(
      ({ items }) => isShown && setNewest(items),
      () => {},
    );
    return () => void (isShown = false);
  }, [session]);

  return newest;
}
