/**
 * A list of any length: only the rows in sight, a few around them, and the one that Tab reaches are in the page. Each
 * says its place among all of them.
 */
import {
  type ReactElement,
  type RefObject,
  createContext,
  use,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { type CustomItemComponentProps, Virtualizer, type VirtualizerHandle } from 'virtua';
import type { RovingFocus } from '../hooks/use-roving-focus.ts';

interface WindowedListProps {
  /** The keys of all items, in the order of `roving`. */
  readonly keys: readonly string[];
  /** Draws the contents of a list item. */
  readonly draw: (index: number) => ReactElement;
  readonly roving: RovingFocus;
  /** True if there are more than are loaded. */
  readonly hasMore: boolean;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Frames in which a row that is scrolled to comes into the page, and is measured. */
const FRAMES_MAX = 60;

/** How many items there are; -1: nobody knows. */
const SetSize = createContext(-1);

export function WindowedList({ keys, draw, roving, hasMore, scroller }: WindowedListProps) {
  const handle = useRef<VirtualizerHandle>(null);
  const { sought, tabStop } = roving;
  const tabStopIndex = tabStop === undefined ? -1 : keys.indexOf(tabStop);
  const scrollTo = (key: string): void => handle.current?.scrollToIndex(keys.indexOf(key), { align: 'nearest' });
  useFocusOf(sought, scrollTo);
  // The whole list, in whose place this one comes, may have the focus.
  const [before] = useState(() =>
    tabStop !== undefined && scroller.current?.contains(document.activeElement) ? { key: tabStop } : undefined,
  );
  useFocusOf(before, scrollTo);
  useKeptPlace(handle, keys);

  return (
    <SetSize value={hasMore ? -1 : keys.length}>
      <Virtualizer
        ref={handle}
        scrollRef={scroller}
        as="ul"
        item={Item}
        data={keys}
        // It may have the focus, which leaving the page would lose.
        keepMounted={tabStopIndex < 0 ? [] : [tabStopIndex]}
      >
        {(_key, index) => draw(index)}
      </Virtualizer>
    </SetSize>
  );
}

function Item({ index, ...rest }: CustomItemComponentProps) {
  return <li {...rest} aria-posinset={index + 1} aria-setsize={use(SetSize)} />;
}

/** Keeps the first row in sight where it is while rows come and go above it, unless the list is at its top. */
function useKeptPlace(handle: RefObject<VirtualizerHandle | null>, keys: readonly string[]): void {
  const before = useRef(keys);
  useLayoutEffect(() => {
    const list = handle.current;
    const first = list && list.scrollOffset > 0 ? list.findItemIndex(list.scrollOffset) : 0;
    const now = keys.indexOf(before.current[first] ?? '');
    before.current = keys;
    if (list && first > 0 && now >= 0 && now !== first)
      list.scrollBy(list.getItemOffset(now) - list.getItemOffset(first));
  }, [handle, keys]);
}

/** Gives the focus to an item that is not in the page, once it is. @param request another object for each time */
function useFocusOf(request: { readonly key: string } | undefined, scrollTo: (key: string) => void): void {
  const latest = useRef(scrollTo);
  useEffect(() => {
    latest.current = scrollTo;
  });
  useEffect(() => {
    if (!request) return;
    const { key } = request;
    latest.current(key);
    let frame = 0;
    let left = FRAMES_MAX;
    const look = (): void => {
      const item = document.querySelector<HTMLElement>(`[data-roving="${key}"]`);
      // A row that was not measured yet is hidden, and takes no focus.
      item?.focus();
      if (document.activeElement !== item || !item) if (left-- > 0) frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [request]);
}
