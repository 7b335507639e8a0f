/** Where a menu opens so that all of it is in sight: below its button or above, shifted, and scrolling if it must. */

export interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface Placement {
  /** True if it opens above its button. */
  readonly up: boolean;
  readonly shiftX: number;
  readonly shiftY: number;
  readonly maxHeight: number;
}

/** Between a menu and the edge of what is visible. */
const MARGIN_PX = 8;

/**
 * All in CSS pixels of the window.
 * @param below where the menu is if it opens below its button
 * @param above where it is if it opens above
 * @param visible what is in sight
 */
export function placeMenu(below: Box, above: Box, visible: Box): Placement {
  const top = visible.top + MARGIN_PX;
  const bottom = visible.bottom - MARGIN_PX;
  const maxHeight = Math.max(0, bottom - top);
  const up = below.bottom > bottom && above.bottom - top > bottom - below.top;
  const height = Math.min(below.bottom - below.top, maxHeight);
  // The height that is cut off is missing at the end, or at the start of a menu that stands on its button.
  const [start, end] = up ? [above.bottom - height, above.bottom] : [below.top, below.top + height];
  return {
    up,
    shiftX: shift(below.left, below.right, visible.left + MARGIN_PX, visible.right - MARGIN_PX),
    shiftY: shift(start, end, top, bottom),
    maxHeight,
  };
}

/** Returns how far to move a span into another one. Where it is longer, its start is in sight. */
const shift = (from: number, to: number, least: number, most: number): number =>
  Math.max(least - from, Math.min(0, most - to));
