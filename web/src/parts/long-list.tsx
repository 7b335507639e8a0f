/** A list that scrolls. Of a long one, only a part is in the page; the code for that comes with the first such list. */
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import type { RovingFocus } from '../hooks/use-roving-focus.ts';
import type { WindowedList } from './windowed-list.tsx';
import list from './list.module.css';

/** Draws a long list, once it is loaded. */
let Windowed: typeof WindowedList | undefined;

/** Rows of a list that is in the page as a whole. */
const WHOLE_MAX = 40;

/** What a row is drawn as: a list item, or the contents of one. */
export type RowElement = 'li' | 'div';

interface LongListProps<T> {
  readonly items: readonly T[];
  /** Of the items, in their order. */
  readonly keys: readonly string[];
  /** Draws an item. */
  readonly draw: (item: T, as: RowElement) => ReactElement;
  readonly roving: RovingFocus;
  readonly loading: boolean;
  /** True if there are more than are loaded. */
  readonly hasMore: boolean;
  /** Stands below the last item. */
  readonly children?: ReactNode;
}

export function LongList<T>({ items, keys, draw, roving, loading, hasMore, children }: LongListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const isLong = items.length > WHOLE_MAX;
  useWindowedList(isLong);
  return (
    <div ref={scroller} className={list.scroller} aria-busy={loading} {...roving.list}>
      {isLong && Windowed ? (
        <Windowed
          keys={keys}
          roving={roving}
          hasMore={hasMore}
          scroller={scroller}
          draw={(index) => draw(items[index] as T, 'div')}
        />
      ) : (
        <ul>{items.map((item) => draw(item, 'li'))}</ul>
      )}
      {children}
    </div>
  );
}

/**
 * Loads what draws a long list. A list stays whole until that is there, and where it cannot be loaded. It does not
 * suspend: rows that are hidden meanwhile would lose the focus.
 */
function useWindowedList(isLong: boolean): void {
  const [, setLoaded] = useState(false);
  useEffect(() => {
    if (!isLong) return;
    import('./windowed-list.tsx').then(
      (module) => {
        Windowed = module.WindowedList;
        setLoaded(true);
      },
      () => undefined,
    );
  }, [isLong]);
}
