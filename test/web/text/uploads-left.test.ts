/** What the composer says of the limits of uploads. */
import { describe, expect, it } from 'vitest';
import { uploadsLeftText } from '#web/src/text/uploads-left.ts';

const AT = Date.UTC(2026, 10, 30, 22, 59);
const text = (left: { readonly uploads?: number; readonly bytes?: number }, minutesLater = 0) =>
  uploadsLeftText({ ...left, at: AT }, new Date(AT + minutesLater * 60_000));

describe('what may still be sent', () => {
  it.each([
    [{ uploads: 3 }, ['You can send 3 more files in this hour.']],
    [{ uploads: 1 }, ['You can send 1 more file in this hour.']],
    [{ uploads: 0 }, ['You can send no more files in this hour.']],
    [{ bytes: 5_000_000 }, ['You can send 5 MB more in this month.']],
    [{ bytes: 0 }, ['You can send no more files in this month.']],
    [{ uploads: 11, bytes: 950_000_000 }, []],
    [{}, []],
  ])('is said where it is little: %j', (left, expected) => {
    expect(text(left)).toEqual(expected);
  });

  it('holds until the hour ends, and of the month until that ends', () => {
    const left = { uploads: 0, bytes: 0 };

    expect(text(left, 0)).toHaveLength(2);
    expect(text(left, 1)).toEqual(['You can send no more files in this month.']);
    expect(text(left, 61)).toEqual([]);
  });
});
