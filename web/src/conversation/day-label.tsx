/**
 * The day of the first message in sight, over the upper edge of the list while somebody scrolls. It is only seen: the
 * list has the days as well, and is read out with them.
 */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useNow, useTimeZone } from '../state/now.ts';
import { dayLabel } from '../text/days.ts';
import styles from './day-label.module.css';

/** How long it stays once nothing moves. */
const STAYS_MS = 1_200;
/** A day of the list that is so near to the edge is read instead. */
const PLACE_PX = 56;

interface DayLabelProps {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Returns the first message in sight. */
  readonly topMessage: () => HTMLElement | undefined;
}

export function DayLabel({ scroller, topMessage }: DayLabelProps) {
  const now = useNow();
  useTimeZone();
  /** When the message was written: RFC 3339. */
  const [timestamp, setTimestamp] = useState<string>();
  const [isShown, setShown] = useState(false);
  const lastTop = useRef<number>(undefined);

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onScroll = (): void => {
      const top = topMessage();
      const hasMoved = lastTop.current !== undefined && lastTop.current !== box.scrollTop;
      lastTop.current = box.scrollTop;
      clearTimeout(timer);
      // The list follows new messages by itself.
      const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < PLACE_PX;
      if (!hasMoved || isAtEnd || !top || isDayInPlace(top, box.scrollTop)) return setShown(false);
      setTimestamp(top.dataset['at']);
      setShown(true);
      timer = setTimeout(() => setShown(false), STAYS_MS);
    };
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      box.removeEventListener('scroll', onScroll);
    };
  }, [scroller, topMessage]);

  return (
    <p className={styles.label} data-shown={(isShown && timestamp !== undefined) || undefined} aria-hidden="true">
      {timestamp !== undefined && <span>{dayLabel(new Date(timestamp), now)}</span>}
    </p>
  );
}

/** True if the list itself shows a day where the label would be. */
function isDayInPlace(top: HTMLElement, scrollTop: number): boolean {
  const before = top.previousElementSibling;
  let item: Element | null = before instanceof HTMLElement && isDay(before) && endOf(before) > scrollTop ? before : top;
  for (; item instanceof HTMLElement && item.offsetTop < scrollTop + PLACE_PX; item = item.nextElementSibling)
    if (isDay(item)) return true;
  return false;
}

const isDay = (item: HTMLElement): boolean => item.hasAttribute('data-day');
const endOf = ({ offsetTop, offsetHeight }: HTMLElement): number => offsetTop + offsetHeight;
