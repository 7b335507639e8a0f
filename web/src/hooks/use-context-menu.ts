/** Asks for the menu of an element: by a right click, a long press, or the keys that do so everywhere. */
import type { KeyboardEvent, MouseEvent, PointerEvent, TouchEvent } from 'react';
import { isRightToLeft } from './direction.ts';
import { useLongPress } from './use-long-press.ts';

/** A place in the window, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The props of the element. */
interface ContextMenuTarget {
  onContextMenu(event: MouseEvent<HTMLElement>): void;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerCancel(): void;
  onPointerUp(): void;
  onTouchEnd(event: TouchEvent): void;
}

/** Returns where a menu opens that was not asked for at a point: below the start of its element. */
export function placeBelow(element: Element): Point {
  const { left, right, bottom } = element.getBoundingClientRect();
  return { x: isRightToLeft(element) ? right : left, y: bottom };
}

/** @param onOpen called with where the menu is to open */
export function useContextMenu(onOpen: (at: Point) => void): ContextMenuTarget {
  const longPress = useLongPress((element) => onOpen(placeBelow(element)));
  return {
    ...longPress,
    onContextMenu(event) {
      event.preventDefault();
      onOpen({ x: event.clientX, y: event.clientY });
    },
    onKeyDown(event) {
      const { key, shiftKey, currentTarget } = event;
      if (key !== 'ContextMenu' && !(key === 'F10' && shiftKey)) return;
      // The browser would ask for the menu once more.
      event.preventDefault();
      onOpen(placeBelow(currentTarget));
    },
  };
}
