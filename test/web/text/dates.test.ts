/** How dates are written. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lookUpTimeZone } from '#web/src/browser/formats.ts';
import { shortLabel, timeOf } from '#web/src/text/dates.ts';
import { dayAndTimeOf, dayLabel } from '#web/src/text/days.ts';

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

describe('a time', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
    vi.resetModules();
    lookUpTimeZone();
  });
  const withLanguages = async (...languages: string[]) => {
    vi.resetModules();
    vi.stubGlobal('navigator', { languages });
    return import('#web/src/text/dates.ts');
  };

  it.each([
    ['en-GB', /^00:43$/],
    ['en-US', /^12:43\sAM$/],
    ['en-DK', /^00\.43$/],
  ])('is written as %s does', async (language, written) => {
    const dates = await withLanguages(language);

    expect(dates.timeOf(new Date(2026, 2, 11, 0, 43))).toMatch(written);
  });

  it('is written though the browser reports a language that nothing knows', async () => {
    const dates = await withLanguages('en-US@posix', 'en-', 'en_GB.UTF-8');

    expect(dates.timeOf(new Date(2026, 2, 11, 0, 43))).toBe('00:43');
  });

  it('is of the time zone where the person is now', () => {
    vi.stubEnv('TZ', 'Europe/Lisbon');
    lookUpTimeZone();
    const date = new Date('2026-03-11T22:30:00Z');
    expect(timeOf(date)).toMatch(/^22:30|^10:30/);

    vi.stubEnv('TZ', 'Asia/Tokyo');
    lookUpTimeZone();

    expect(timeOf(date)).toMatch(/^0?7:30/);
    expect(dayLabel(date, new Date('2026-03-12T03:00:00Z'))).toBe('Today');
  });
});
