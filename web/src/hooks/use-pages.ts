/** A list that is downloaded page by page for as long as it is shown. */
import { useCallback, useEffect, useRef, useState } from 'react';

interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
}

export interface Pages<T> extends Page<T> {
  readonly loading: boolean;
  readonly problem?: unknown;
  loadMore(): void;
  /** Begins again with the first page. */
  reload(): void;
  /** Changes what is shown, after the server has done the same. */
  change(to: (items: readonly T[]) => readonly T[]): void;
}

/** @param load the same function for as long as the same list is asked for; `cursor` is the `next` of the page before */
export function usePages<T>(load: (cursor: string | undefined) => Promise<Page<T>>): Pages<T> {
  const [state, setState] = useState<Page<T> & { loading: boolean; problem?: unknown }>({ items: [], loading: true });
  /** Counts what is asked for, so that the answer to an earlier question is not taken for that to a later one. */
  const asked = useRef(0);

  const fetchPage = useCallback(
    (before: Page<T>) => {
      const question = ++asked.current;
      setState({ ...before, loading: true });
      load(before.next).then(
        ({ items, next }) =>
          question === asked.current && setState({ items: [...before.items, ...items], next, loading: false }),
        (problem: unknown) => question === asked.current && setState({ ...before, loading: false, problem }),
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
    change: (to) => setState((before) => ({ ...before, items: to(before.items) })),
  };
}
