/**
 * A list of any length: only the rows in sight, a few around them, and the one that Tab reaches are in the page. Each
 * says its place among all of them.
 */
import { type ReactElement, type RefObject, createContext, use, useEffect, useRef } from 'react';
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
  useFocusOf(sought?.key, sought, (key) => handle.current?.scrollToIndex(keys.indexOf(key), { align: 'nearest' }));

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

/** Gives the focus to an item that is not in the page, once it is. @param request another object for each time */
function useFocusOf(key: string | undefined, request: object | undefined, scrollTo: (key: string) => void): void {
  const latest = useRef(scrollTo);
  useEffect(() => {
    latest.current = scrollTo;
  });
  useEffect(() => {
    if (key === undefined || !request) return;
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
  }, [key, request]);
}
