/**
 * Recognizes a finger that drags an element towards the end of its line, and moves the element along. Scrolling, links
 * and the gestures at the edges of the screen are left to the browser.
 */
import { type PointerEvent, useRef } from 'react';
import { signOfLine } from '../hooks/direction.ts';

/** From here on it is a swipe, and no tap and no scrolling. */
const BEGINS_AT_PX = 12;
/** A finger that is lifted earlier has thought better of it. */
const COUNTS_FROM_PX = 56;
const MOVES_AT_MOST_PX = 72;
/** Phones go back and forth by swipes that begin here. */
const EDGE_PX = 24;

interface Swipe {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  /** 1 where lines run from left to right, else -1. */
  readonly direction: number;
  /** How far the finger is, once it is a swipe. */
  distance: number | undefined;
}

/**
 * @param onSwipe undefined where a swipe does nothing
 * @param moved which part of the element moves along
 * @returns the props of the element
 */
export function useSwipe(onSwipe: (() => void) | undefined, moved: (element: HTMLElement) => HTMLElement | null) {
  const swipe = useRef<Swipe>(undefined);

  const move = (element: HTMLElement, distance: number, direction: number): void => {
    const part = moved(element);
    if (!part) return;
    const isMoving = distance > 0;
    part.toggleAttribute('data-swiping', isMoving);
    part.toggleAttribute('data-counts', distance >= COUNTS_FROM_PX);
    const isStill = !isMoving || matchMedia('(prefers-reduced-motion: reduce)').matches;
    part.style.translate = isStill ? '' : `${Math.min(distance, MOVES_AT_MOST_PX) * direction}px`;
  };

  const end = (element: HTMLElement): void => {
    const { current } = swipe;
    swipe.current = undefined;
    if (current?.distance !== undefined) move(element, 0, current.direction);
  };

  return {
    onPointerDown({
      pointerType,
      pointerId,
      isPrimary,
      clientX,
      clientY,
      target,
      currentTarget,
    }: PointerEvent<HTMLElement>): void {
      end(currentTarget);
      if (!onSwipe || pointerType !== 'touch' || !isPrimary) return;
      if (target instanceof Element && target.closest('a, input, video, audio')) return;
      if (clientX < EDGE_PX || clientX > innerWidth - EDGE_PX) return;
      const direction = signOfLine(currentTarget);
      swipe.current = { id: pointerId, x: clientX, y: clientY, direction, distance: undefined };
    },
    onPointerMove({ pointerId, clientX, clientY, currentTarget }: PointerEvent<HTMLElement>): void {
      const { current } = swipe;
      if (current?.id !== pointerId) return;
      const along = (clientX - current.x) * current.direction;
      const across = Math.abs(clientY - current.y);
      if (current.distance === undefined) {
        if (across > BEGINS_AT_PX || along < -BEGINS_AT_PX || getSelection()?.isCollapsed === false)
          swipe.current = undefined;
        if (along < BEGINS_AT_PX || along < 2 * across) return;
      }
      current.distance = Math.max(0, along);
      move(currentTarget, current.distance, current.direction);
    },
    onPointerUp({ currentTarget }: PointerEvent<HTMLElement>): void {
      const { distance = 0 } = swipe.current ?? {};
      end(currentTarget);
      if (distance >= COUNTS_FROM_PX) onSwipe?.();
    },
    // The browser scrolls.
    onPointerCancel: ({ currentTarget }: PointerEvent<HTMLElement>): void => end(currentTarget),
  };
}
