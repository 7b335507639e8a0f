/** A finger that rests on something for a while without moving. */
import { type PointerEvent, type TouchEvent, useRef } from 'react';

/** Milliseconds. */
const WHILE = 500;

/** @returns the properties of the element */
export function useLongPress(onLongPress: (element: HTMLElement) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const done = useRef(false);
  const cancel = (): void => clearTimeout(timer.current);

  return {
    onPointerDown({ pointerType, currentTarget }: PointerEvent<HTMLElement>): void {
      cancel();
      done.current = false;
      if (pointerType !== 'touch') return;
      timer.current = setTimeout(() => {
        done.current = true;
        onLongPress(currentTarget);
      }, WHILE);
    },
    // Sent by the browser as soon as the finger moves so far that it scrolls.
    onPointerCancel: cancel,
    onPointerUp: cancel,
    // Without this the browser presses the element once the finger is lifted, and takes the focus from what has opened.
    onTouchEnd(event: TouchEvent): void {
      if (done.current) event.preventDefault();
    },
  };
}
