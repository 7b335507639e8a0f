/** How large pictures are shown in a conversation. It is known before they are loaded, so nothing jumps. */
import type { RowAttachment } from '#client/mailbox.ts';
import { type Size, fitted } from '../pictures/size.ts';

/** The longest side of a single picture, in pixels of the page at the usual size of text. */
export const SINGLE_MAX_PIXELS = 320;
/** The same for a post. */
export const POST_PICTURE_PIXELS = 512;
/** A picture without a size, and one that is much longer than wide, gets a frame that can be seen and pressed. */
const UNKNOWN: Size = { width: 240, height: 180 };
const RATIO_MAX = 3;
const SIDE_MIN_PIXELS = 64;

/**
 * Returns the size of the frame of a single picture. The picture is cut to it.
 * @param longest in pixels
 */
export function frameSize({ width, height }: Pick<RowAttachment, 'width' | 'height'>, longest: number): Size {
  if (!width || !height) return UNKNOWN;
  const { width: w, height: h } = fitted({ width, height }, longest);
  const least = Math.max(SIDE_MIN_PIXELS, Math.max(w, h) / RATIO_MAX);
  return { width: Math.round(Math.max(w, least)), height: Math.round(Math.max(h, least)) };
}

/** Returns how many columns a grid of that many pictures has. */
export const columnsOf = (count: number): number => (count <= 1 ? 1 : count === 2 || count === 4 ? 2 : 3);
