/** Where a menu opens. */
import { describe, expect, it } from 'vitest';
import { placeMenu } from '#web/src/parts/place-menu.ts';

const WINDOW = { top: 0, bottom: 800, left: 0, right: 400 };
/** Places a menu of this height at a button from y to y + 40. */
const place = (y: number, height: number, window = WINDOW, left = 100) => {
  const sides = { left, right: left + 200 };
  const below = { ...sides, top: y + 44, bottom: y + 44 + height };
  return placeMenu(below, { ...sides, top: y - 4 - height, bottom: y - 4 }, window);
};

describe('a menu', () => {
  it('opens below its button where there is room', () => {
    expect(place(600, 100)).toMatchObject({ up: false, shiftX: 0, shiftY: 0 });
  });

  it('opens above it where there is not, and more room above', () => {
    expect(place(700, 300)).toMatchObject({ up: true, shiftX: 0, shiftY: 0 });
  });

  it('is shifted where it fits neither above nor below', () => {
    const { up, shiftY } = place(100, 200, { ...WINDOW, bottom: 256 });

    expect({ up, top: 144 + shiftY, bottom: 344 + shiftY }).toEqual({ up: false, top: 48, bottom: 248 });
  });

  it('that is higher than the window begins in sight, and scrolls', () => {
    const { maxHeight, shiftY } = place(100, 500, { ...WINDOW, bottom: 256 });

    expect({ maxHeight, top: 144 + shiftY }).toEqual({ maxHeight: 240, top: 8 });
  });

  it('does not leave the window at either side', () => {
    expect(place(100, 100, WINDOW, -30).shiftX).toBe(38);
    expect(place(100, 100, WINDOW, 300).shiftX).toBe(-108);
  });
});
