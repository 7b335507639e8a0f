/**
 * Keeps the scroll position of a list of messages, whatever is loaded above it or grows around it: at the bottom
 * while the bottom is in sight, otherwise at the message that is being read. It follows the bottom no further than to
 * the first message that nobody has seen: what arrives while nobody looks, or all at once, is read from its beginning.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ConversationView } from '#client/mailbox.ts';
import { useWindowFocus } from '../hooks/use-window-focus.ts';
import { useMailbox } from '../state/mailbox.ts';
import { itemAt } from './go-to-message.ts';
import { firstBelow, isMessage, lastMessageOf } from './messages-in-sight.ts';

/** So near to the end counts as the bottom. */
const BOTTOM_THRESHOLD_PX = 48;

interface MessageListScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<HTMLOListElement | null>;
  /** Whether the newest message is in sight, as of the latest render. */
  readonly atBottom: boolean;
  isAtBottom(): boolean;
  /** Returns the first message in sight. */
  topMessage(): HTMLElement | undefined;
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

/** New messages begin this far below the upper edge, as a part of the height. */
const ABOVE_NEW = 1 / 4;

/** Returns the first message after this one that somebody else has written. */
function firstOfOthers(item: Element | undefined): HTMLElement | undefined {
  let next = item?.isConnected ? item.nextElementSibling : undefined;
  while (next && !(isMessage(next) && !next.hasAttribute('data-mine'))) next = next.nextElementSibling;
  return next instanceof HTMLElement ? next : undefined;
}

const sizeOf = (box: HTMLElement): string => `${box.scrollHeight} ${box.clientHeight}`;

/**
 * @param view a new object whenever what is shown has changed
 * @param startAt seq of the message at which the list opens
 */
export function useMessageListScroll(view: ConversationView, startAt: number | undefined): MessageListScroll {
  const { mailbox } = useMailbox();
  const { peer, hasNewer } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const position = useRef<ScrollPosition>(undefined);
  /** Another link may be followed later. That must not set the position anew, which would end the scrolling to it. */
  const opensAt = useRef(startAt);
  /** True during a smooth scroll that the reader has asked for. No change of the content may undo it. */
  const scrollingToBottom = useRef(false);
  const [atBottom, setAtBottom] = useState(false);
  /** Whether the list goes on beyond what is loaded. */
  const goesOn = useRef(hasNewer);
  const focused = useWindowFocus();
  const isLooking = useRef(focused);
  /** The last message that was in sight of somebody. */
  const seen = useRef<Element>(undefined);

  const remember = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < BOTTOM_THRESHOLD_PX;
    const isAtBottom = isAtEnd && !goesOn.current;
    const anchor = firstBelow(list.current, box.scrollTop);
    position.current = {
      atBottom: isAtBottom,
      anchor,
      top: (anchor?.offsetTop ?? 0) - box.scrollTop,
      size: sizeOf(box),
    };
    if (isAtBottom && isLooking.current) seen.current = lastMessageOf(list.current);
    const seq = isAtBottom ? undefined : anchor?.dataset['seq'];
    mailbox.keepPlace(peer, seq === undefined ? undefined : Number(seq));
    setAtBottom(isAtBottom);
  }, [mailbox, peer]);

  const restore = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    if (!position.current) {
      const seq = opensAt.current;
      const linked = seq === undefined || !list.current ? undefined : itemAt(list.current, seq);
      const newMessages = list.current?.querySelector<HTMLElement>('[data-new]');
      seen.current = linked ?? newMessages?.previousElementSibling ?? list.current?.lastElementChild ?? undefined;
      box.scrollTop = linked
        ? linked.offsetTop - (box.clientHeight - linked.offsetHeight) / 2
        : newMessages
          ? newMessages.offsetTop - box.clientHeight * ABOVE_NEW
          : box.scrollHeight;
    } else if (scrollingToBottom.current) {
      box.scrollTop = box.scrollHeight;
    } else if (position.current.atBottom) {
      const unseen = firstOfOthers(seen.current);
      const fits = !unseen || box.scrollHeight - unseen.offsetTop <= box.clientHeight;
      box.scrollTop = fits ? box.scrollHeight : unseen.offsetTop - box.clientHeight * ABOVE_NEW;
    } else if (position.current.anchor?.isConnected) {
      box.scrollTop = position.current.anchor.offsetTop - position.current.top;
    }
    remember();
  }, [remember]);

  useLayoutEffect(() => {
    goesOn.current = view.hasNewer;
    restore();
  }, [restore, view]);

  useLayoutEffect(() => {
    isLooking.current = focused;
    remember();
  }, [focused, remember]);

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
    /** A message that is unfolded stays where it is, and one that is folded comes into sight. */
    const onFold = ({ target }: Event): void => {
      const button = target instanceof Element ? target.closest<HTMLElement>('[data-fold]') : null;
      const item = button?.closest<HTMLElement>('[data-key]');
      if (!item || !position.current) return;
      const top = item.offsetTop - box.scrollTop;
      const isFolded = button?.dataset['fold'] === 'less';
      position.current = { ...position.current, atBottom: false, anchor: item, top: isFolded ? Math.max(0, top) : top };
    };
    observer.observe(box);
    observer.observe(list.current);
    box.addEventListener('scroll', onScroll, { passive: true });
    box.addEventListener('click', onFold, true);
    for (const event of SCROLL_END_EVENTS) box.addEventListener(event, onScrollEnd, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', onScroll);
      box.removeEventListener('click', onFold, true);
      for (const event of SCROLL_END_EVENTS) box.removeEventListener(event, onScrollEnd);
    };
  }, [restore, remember]);

  const scrollToBottom = useCallback(() => {
    const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)').matches;
    scrollingToBottom.current = true;
    if (goesOn.current) {
      void mailbox.showNewest(peer).finally(() => requestAnimationFrame(() => (scrollingToBottom.current = false)));
      return;
    }
    scroller.current?.scrollTo({
      top: scroller.current.scrollHeight,
      behavior: reducedMotion ? 'auto' : 'smooth',
    });
  }, [mailbox, peer]);

  const isAtBottom = useCallback(() => position.current?.atBottom ?? false, []);

  const topMessage = useCallback(() => firstBelow(list.current, scroller.current?.scrollTop ?? 0), []);

  return { scroller, list, atBottom, isAtBottom, topMessage, scrollToBottom };
}
