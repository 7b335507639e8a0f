/** The frames of pictures before these are loaded. */
import { describe, expect, it } from 'vitest';
import { frameSize } from '#web/src/attachments/picture-size.ts';

describe('the frame of a single picture', () => {
  it.each([
    ['a photo', { width: 1_600, height: 1_200 }, { width: 320, height: 240 }],
    ['an upright one', { width: 1_200, height: 1_600 }, { width: 240, height: 320 }],
    ['a small one, which does not grow', { width: 100, height: 80 }, { width: 100, height: 80 }],
    ['a tiny one, which can be pressed', { width: 8, height: 8 }, { width: 64, height: 64 }],
    ['a panorama, which is cut', { width: 1_600, height: 100 }, { width: 320, height: 107 }],
    ['one without a size', {}, { width: 240, height: 180 }],
  ])('of %s', (_, size, frame) => {
    expect(frameSize(size, 320)).toEqual(frame);
  });
});
