/**
 * Keeps the scroll position of a list of messages, whatever is loaded above it or grows around it: at the bottom
 * while the bottom is in sight, otherwise at the message that is being read.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** So near to the end counts as the bottom. */
const BOTTOM_THRESHOLD_PX = 48;

interface MessageListScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<HTMLOListElement | null>;
  readonly atBottom: boolean;
  scrollToBottom(): void;
}

interface ScrollPosition {
  readonly atBottom: boolean;
  /** The first message in sight, and how far it is below the upper edge, in pixels. */
  readonly anchor: HTMLElement | undefined;
  readonly top: number;
  readonly size: string;
}

/** These end a smooth scroll to the bottom: it has arrived, or the reader has taken over. */
const SCROLL_END_EVENTS = ['scrollend', 'wheel', 'touchstart'] as const;

const sizeOf = (box: HTMLElement): string => `${box.scrollHeight} ${box.clientHeight}`;

/** @param content a new object whenever what is shown has changed */
export function useMessageListScroll(content: unknown): MessageListScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const position = useRef<ScrollPosition>(undefined);
  /** True during a smooth scroll that the reader has asked for. No change of the content may undo it. */
  const scrollingToBottom = useRef(false);
  const [atBottom, setAtBottom] = useState(false);

  const remember = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    const isAtBottom = box.scrollHeight - box.scrollTop - box.clientHeight < BOTTOM_THRESHOLD_PX;
    const items = [...(list.current?.children ?? [])] as HTMLElement[];
    const anchor = items.find(
      (item) => item.hasAttribute('data-key') && item.offsetTop + item.offsetHeight > box.scrollTop,
    );
    position.current = {
      atBottom: isAtBottom,
      anchor,
      top: (anchor?.offsetTop ?? 0) - box.scrollTop,
      size: sizeOf(box),
    };
    setAtBottom(isAtBottom);
  }, []);

  const restore = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    if (!position.current) {
      const newMessages = list.current?.querySelector<HTMLElement>('[data-new]');
      box.scrollTop = newMessages ? newMessages.offsetTop - box.clientHeight / 4 : box.scrollHeight;
    } else if (position.current.atBottom || scrollingToBottom.current) {
      box.scrollTop = box.scrollHeight;
    } else if (position.current.anchor?.isConnected) {
      box.scrollTop = position.current.anchor.offsetTop - position.current.top;
    }
    remember();
  }, [remember]);

  useLayoutEffect(restore, [restore, content]);

  useEffect(() => {
    const box = scroller.current;
    if (!box || !list.current) return;
    const observer = new ResizeObserver(restore);
    // If the size has changed, the browser scrolls by itself, which the reader did not ask for. The observer
    // corrects that.
    const onScroll = (): void => {
      if (position.current?.size === sizeOf(box)) remember();
    };
    const onScrollEnd = (): void => {
      scrollingToBottom.current = false;
    };
    observer.observe(box);
    observer.observe(list.current);
    box.addEventListener('scroll', onScroll, { passive: true });
    for (const event of SCROLL_END_EVENTS) box.addEventListener(event, onScrollEnd, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', onScroll);
      for (const event of SCROLL_END_EVENTS) box.removeEventListener(event, onScrollEnd);
    };
  }, [restore, remember]);

  const scrollToBottom = useCallback(() => {
    const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)').matches;
    scrollingToBottom.current = true;
    scroller.current?.scrollTo({
      top: scroller.current.scrollHeight,
      behavior: reducedMotion ? 'auto' : 'smooth',
    });
  }, []);

  return { scroller, list, atBottom, scrollToBottom };
}
