/** Calls back while an element is near the visible part of what scrolls around it. */
import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';

interface NearViewportOptions {
  /** False while nothing is to be done. */
  readonly isWatching: boolean;
  /** How near counts. */
  readonly marginPx: number;
  /** Selects the element around it that scrolls. The default is the window. */
  readonly scroller?: string;
  /** Looks again whenever it changes: an element that stays in sight is reported once only. */
  readonly trigger?: unknown;
}

/** @returns the ref of the element to watch */
export function useNearViewport<E extends Element>(
  onNear: () => void,
  { isWatching, marginPx, scroller, trigger }: NearViewportOptions,
): RefObject<E | null> {
  const ref = useRef<E>(null);
  const onNearNow = useEffectEvent(onNear);

  useEffect(() => {
    if (!isWatching || !ref.current) return;
    // A busy page gets several entries at once: only the last one says how it is now.
    const observer = new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && onNearNow(), {
      root: scroller === undefined ? null : ref.current.closest(scroller),
      rootMargin: `${marginPx}px`,
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [isWatching, marginPx, scroller, trigger]);

  return ref;
}
