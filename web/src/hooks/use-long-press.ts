/** Recognizes a finger that rests on an element without moving. */
import { type PointerEvent, type TouchEvent, useRef } from 'react';

const LONG_PRESS_MS = 500;

/** @returns the props of the element */
export function useLongPress(onLongPress: (element: HTMLElement) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const pressed = useRef(false);
  const cancel = (): void => clearTimeout(timer.current);

  return {
    onPointerDown({ pointerType, currentTarget }: PointerEvent<HTMLElement>): void {
      cancel();
      pressed.current = false;
      if (pointerType !== 'touch') return;
      timer.current = setTimeout(() => {
        pressed.current = true;
        onLongPress(currentTarget);
      }, LONG_PRESS_MS);
    },
    // The browser sends this as soon as the finger starts to scroll.
    onPointerCancel: cancel,
    onPointerUp: cancel,
    // Otherwise the browser clicks the element once the finger is lifted, and so takes the focus from what has opened.
    onTouchEnd(event: TouchEvent): void {
      if (pressed.current) event.preventDefault();
    },
  };
}
