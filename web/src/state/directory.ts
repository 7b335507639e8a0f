/** The list of people, page by page, for what was typed into the search. What was loaded is shown at once when it is looked at again. */
import { createContext, use, useCallback, useEffect, useSyncExternalStore } from 'react';
import type { Session } from '#client/session.ts';
import { listUsers } from '#contract/routes/users.ts';
import type { User } from '#contract/users.ts';

export interface People {
  readonly items: readonly User[];
  readonly next?: string | undefined;
  readonly loading: boolean;
  readonly problem?: unknown;
}

/** People a page holds. */
const PAGE = 50;
const NOTHING: People = { items: [], loading: true };

export interface Directory {
  readonly subscribe: (listener: () => void) => () => void;
  read(prefix: string): People;
  /** Loads the first page of a search, or the page after the last one loaded. */
  load(prefix: string, more?: boolean): Promise<void>;
}

export function createDirectory(session: Session): Directory {
  const searches = new Map<string, People>();
  const listeners = new Set<() => void>();
  const put = (prefix: string, people: People): void => {
    searches.set(prefix, people);
    for (const listener of listeners) listener();
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: (prefix) => searches.get(prefix) ?? NOTHING,
    load: async (prefix, more = false) => {
      const before = searches.get(prefix);
      if (before?.loading || (more && !before?.next)) return;
      put(prefix, { ...(before ?? NOTHING), loading: true, problem: undefined });
      try {
        const { items, next } = await session.call(listUsers, {
          query: { limit: PAGE, ...(prefix && { prefix }), ...(more && before?.next && { cursor: before.next }) },
        });
        put(prefix, { items: more ? [...(before?.items ?? []), ...items] : items, next, loading: false });
      } catch (problem) {
        put(prefix, { ...(before ?? NOTHING), loading: false, problem });
      }
    },
  };
}

export const DirectoryContext = createContext<Directory | undefined>(undefined);

/** The people whose names begin with `prefix`, freshly loaded. */
export function usePeople(prefix: string): People & { loadMore(): void; retry(): void } {
  const directory = use(DirectoryContext);
  if (!directory) throw new Error('usePeople is called outside of DirectoryContext');
  const people = useSyncExternalStore(directory.subscribe, () => directory.read(prefix));

  useEffect(() => {
    // Pages that someone has scrolled through are left as they are.
    const { items } = directory.read(prefix);
    if (items.length <= PAGE) void directory.load(prefix);
  }, [directory, prefix]);

  return {
    ...people,
    loadMore: useCallback(() => void directory.load(prefix, true), [directory, prefix]),
    retry: useCallback(() => void directory.load(prefix), [directory, prefix]),
  };
}
