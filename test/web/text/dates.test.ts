/** How dates are written. */
import { describe, expect, it } from 'vitest';
import { dayAndTimeOf, dayLabel, shortLabel } from '#web/src/text/dates.ts';

const now = new Date(2026, 2, 11, 0, 30);
const at = (month: number, day: number, hour = 12): Date => new Date(2026, month - 1, day, hour);

describe('a date', () => {
  it.each([
    [at(3, 11, 0), 'Today'],
    [at(3, 10, 23), 'Yesterday'],
    [at(3, 5), 'Thursday'],
    [at(3, 4), /4/],
    [new Date(2025, 2, 11), /2025/],
    [at(3, 12), /12/],
  ])('is written as people write it: %s', (date, words) => {
    expect(dayLabel(date, now)).toMatch(words);
  });

  it.each([
    [at(3, 10, 23), /^yesterday at \d/],
    [at(3, 5), /^Thursday at \d/],
  ])('stands within a sentence: %s', (date, words) => {
    expect(dayAndTimeOf(date, now)).toMatch(words);
  });

  it('is short in a list: the time today, then the day, then the date', () => {
    expect(shortLabel(at(3, 11, 0), now)).toMatch(/:00/);
    expect(shortLabel(at(3, 10), now)).toBe('Yesterday');
    expect(shortLabel(at(3, 6), now)).toBe('Fri');
    expect(shortLabel(at(2, 6), now)).toMatch(/Feb/);
  });
});
