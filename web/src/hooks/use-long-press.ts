/** Recognizes a finger that rests on an element without moving. */
import { type PointerEvent, type TouchEvent, useRef } from 'react';

const LONG_PRESS_MS = 500;
/** A finger that rests moves a little. */
const RESTS_WITHIN_PX = 10;

/** @returns the props of the element */
export function useLongPress(onLongPress: (element: HTMLElement) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const pressed = useRef(false);
  const start = useRef({ x: 0, y: 0 });
  const cancel = (): void => clearTimeout(timer.current);

  return {
    onPointerDown({ pointerType, clientX: x, clientY: y, currentTarget }: PointerEvent<HTMLElement>): void {
      cancel();
      start.current = { x, y };
      pressed.current = false;
      if (pointerType !== 'touch') return;
      timer.current = setTimeout(() => {
        pressed.current = true;
        onLongPress(currentTarget);
      }, LONG_PRESS_MS);
    },
    onPointerMove({ clientX, clientY }: PointerEvent<HTMLElement>): void {
      const { x, y } = start.current;
      if (Math.hypot(clientX - x, clientY - y) > RESTS_WITHIN_PX) cancel();
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
