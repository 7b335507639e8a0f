/**
 * Keeps the place in a history: at the end while the end is in sight, else at the message that is looked at, whatever is
 * loaded above it or grows around it.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Pixels from the end that still count as the end. */
const NEAR = 48;

interface MessageListScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<HTMLOListElement | null>;
  readonly atBottom: boolean;
  toBottom(): void;
}

interface Place {
  readonly stuck: boolean;
  /** The first message in sight, and how far below the upper edge it stands, in pixels. */
  readonly anchor: HTMLElement | undefined;
  readonly top: number;
  readonly size: string;
}

const sizeOf = (box: HTMLElement): string => `${box.scrollHeight} ${box.clientHeight}`;

/** @param content anything that is a new object whenever what is shown has changed */
export function useMessageListScroll(content: unknown): MessageListScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const place = useRef<Place>(undefined);
  /** On the way to the end, by a wish of the reader that nothing that changes meanwhile may undo. */
  const going = useRef(false);
  const [atBottom, setAtBottom] = useState(false);

  const remember = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    const stuck = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    const rows = [...(list.current?.children ?? [])] as HTMLElement[];
    const anchor = rows.find((row) => row.hasAttribute('data-key') && row.offsetTop + row.offsetHeight > box.scrollTop);
    place.current = { stuck, anchor, top: (anchor?.offsetTop ?? 0) - box.scrollTop, size: sizeOf(box) };
    setAtBottom(stuck);
  }, []);

  const settle = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    if (!place.current) {
      const line = list.current?.querySelector<HTMLElement>('[data-new]');
      box.scrollTop = line ? line.offsetTop - box.clientHeight / 4 : box.scrollHeight;
    } else if (place.current.stuck || going.current) {
      box.scrollTop = box.scrollHeight;
    } else if (place.current.anchor?.isConnected) {
      box.scrollTop = place.current.anchor.offsetTop - place.current.top;
    }
    remember();
  }, [remember]);

  useLayoutEffect(settle, [settle, content]);

  useEffect(() => {
    const box = scroller.current;
    if (!box || !list.current) return;
    const observer = new ResizeObserver(settle);
    // Where something has grown, the browser's own answer to it is no wish of the reader; the observer settles that.
    const onScroll = (): void => {
      if (place.current?.size === sizeOf(box)) remember();
    };
    observer.observe(box);
    observer.observe(list.current);
    const onArrival = (): void => {
      going.current = false;
    };
    box.addEventListener('scroll', onScroll, { passive: true });
    for (const event of ['scrollend', 'wheel', 'touchstart']) box.addEventListener(event, onArrival, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', onScroll);
      for (const event of ['scrollend', 'wheel', 'touchstart']) box.removeEventListener(event, onArrival);
    };
  }, [settle, remember]);

  const toBottom = useCallback(() => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    going.current = true;
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior: calm ? 'auto' : 'smooth' });
  }, []);

  return { scroller, list, atBottom, toBottom };
}
