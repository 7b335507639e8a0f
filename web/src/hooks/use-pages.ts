/** A list that is downloaded page by page while it is shown. */
import { useCallback, useEffect, useRef, useState } from 'react';

interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
}

export interface Pages<T> extends Page<T> {
  readonly loading: boolean;
  readonly problem?: unknown;
  loadMore(): void;
  /** Starts over with the first page. */
  reload(): void;
  /** Changes what is shown, once the server has made the same change. */
  update(change: (items: readonly T[]) => readonly T[]): void;
}

/** @param load must stay the same function while it loads the same list; `cursor` is the `next` of the page before */
export function usePages<T>(load: (cursor: string | undefined) => Promise<Page<T>>): Pages<T> {
  const [state, setState] = useState<Page<T> & { loading: boolean; problem?: unknown }>({ items: [], loading: true });
  /** Numbers the requests: an answer that was overtaken by a later request is dropped. */
  const latestRequest = useRef(0);

  const fetchPage = useCallback(
    (before: Page<T>) => {
      const request = ++latestRequest.current;
      setState({ ...before, loading: true });
      load(before.next).then(
        ({ items, next }) =>
          request === latestRequest.current && setState({ items: [...before.items, ...items], next, loading: false }),
        (problem: unknown) => request === latestRequest.current && setState({ ...before, loading: false, problem }),
      );
    },
    [load],
  );
  const reload = useCallback(() => fetchPage({ items: [] }), [fetchPage]);
  useEffect(reload, [reload]);

  return {
    ...state,
    loadMore: () => fetchPage({ items: state.items, next: state.next }),
    reload,
    update: (change) => setState((before) => ({ ...before, items: change(before.items) })),
  };
}
