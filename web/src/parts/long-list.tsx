/** A list that scrolls. Of a long one, only a part is in the page; the code for that comes with the first such list. */
import { type ReactElement, type ReactNode, Suspense, lazy, useRef } from 'react';
import type { RovingFocus } from '../hooks/use-roving-focus.ts';
import { LoadBoundary } from './load-boundary.tsx';
import list from './list.module.css';

const WindowedList = lazy(async () => ({ default: (await import('./windowed-list.tsx')).WindowedList }));

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
  const whole = <ul>{items.map((item) => draw(item, 'li'))}</ul>;
  return (
    <div ref={scroller} className={list.scroller} aria-busy={loading} {...roving.list}>
      {items.length > WHOLE_MAX ? (
        <LoadBoundary fallback={whole}>
          <Suspense fallback={whole}>
            <WindowedList
              keys={keys}
              roving={roving}
              hasMore={hasMore}
              scroller={scroller}
              draw={(index) => draw(items[index] as T, 'div')}
            />
          </Suspense>
        </LoadBoundary>
      ) : (
        whole
      )}
      {children}
    </div>
  );
}
