/** Whether an element has ever been near the visible part of the page. */
import { type RefObject, useState } from 'react';
import { useNearViewport } from './use-near-viewport.ts';

/** How near counts. */
const MARGIN_PX = 200;

export function useEnteredViewport<E extends Element>(): [ref: RefObject<E | null>, entered: boolean] {
  const [entered, setEntered] = useState(false);
  const ref = useNearViewport<E>(() => setEntered(true), { isWatching: !entered, marginPx: MARGIN_PX });
  return [ref, entered];
}
