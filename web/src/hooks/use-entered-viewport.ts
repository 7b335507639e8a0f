/** Whether an element has ever been near the visible part of the page. */
import { type RefObject, useEffect, useRef, useState } from 'react';

/** How near counts. */
const MARGIN_PX = 200;

export function useEnteredViewport<E extends Element>(): [ref: RefObject<E | null>, entered: boolean] {
  const ref = useRef<E>(null);
  const [entered, setEntered] = useState(false);

  useEffect(() => {
    if (entered || !ref.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setEntered(true), {
      rootMargin: `${MARGIN_PX}px`,
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [entered]);

  return [ref, entered];
}
