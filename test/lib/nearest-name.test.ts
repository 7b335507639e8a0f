/** Which name was meant by a misspelled one. */

import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from '#lib/nearest-name.ts';

describe('the edit distance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['same', 'same', 0],
    ['mesages', 'messages', 1],
    ['messagess', 'messages', 1],
    ['massages', 'messages', 1],
    ['form', 'from', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ])('between %j and %j is %i, either way', (a, b, edits) => {
    expect([editDistance(a, b), editDistance(b, a)]).toEqual([edits, edits]);
  });
});

describe('the nearest name', () => {
  it('has the fewest edits, ignoring case', () => {
    expect(nearestName('SENDBURTS', ['sendsPerMinute', 'sendBurst'], 2)).toBe('sendBurst');
  });

  it('is none if every name is too far away', () => {
    expect(nearestName('colour', ['sendsPerMinute', 'sendBurst'], 2)).toBeUndefined();
  });
});
