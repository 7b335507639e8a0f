/** Dates and times as people write them. They are for display only: messages are ordered by `seq`. */

import { createFormat, timeZone } from '../browser/formats.ts';
import { shownLanguage } from '../browser/shown-language.ts';
import { shell } from '../words/shell.ts';

const DAY_MS = 86_400_000;

const createFormats = (zone: string, language: string) => ({
  zone,
  language,
  // Not by single fields: `hour: 'numeric'` gives 0:43 where the language writes 00:43.
  time: createFormat({ timeStyle: 'short' }),
  weekday: createFormat({ weekday: 'long' }),
  shortWeekday: createFormat({ weekday: 'short' }),
  dayAndMonth: createFormat({ weekday: 'long', day: 'numeric', month: 'long' }),
  wholeDate: createFormat({ day: 'numeric', month: 'long', year: 'numeric' }),
  shortDate: createFormat({ day: 'numeric', month: 'short' }),
  numericDate: createFormat({ day: '2-digit', month: '2-digit', year: '2-digit' }),
  full: createFormat({ dateStyle: 'full', timeStyle: 'short' }),
});

let formats: ReturnType<typeof createFormats> | undefined;

/** Returns the formats for where the person is: a format keeps the time zone and the language in which it was made. */
function inZone(): ReturnType<typeof createFormats> {
  const [zone, language] = [timeZone(), shownLanguage()];
  if (formats?.zone !== zone || formats.language !== language) formats = createFormats(zone, language);
  return formats;
}

/** The local calendar day, as a key that sorts. */
export const dayOf = (date: Date): string =>
  `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
const twoDigits = (number: number): string => String(number).padStart(2, '0');

export const timeOf = (date: Date): string => inZone().time.format(date);
export const longDateOf = (date: Date): string => inZone().wholeDate.format(date);
export const fullDateOf = (date: Date): string => inZone().full.format(date);

/** For a separator between days: Today, Yesterday, Monday, Monday, 3 March, 3 March 2025. */
export function dayLabel(date: Date, now: Date): string {
  const days = daysBetween(date, now);
  if (days === 0) return shell.today;
  if (days === 1) return shell.yesterday;
  if (days > 0 && days < 7) return inZone().weekday.format(date);
  return date.getFullYear() === now.getFullYear() ? inZone().dayAndMonth.format(date) : inZone().wholeDate.format(date);
}

/** For within a sentence: today at 14:05, Monday at 14:05. */
export function dayAndTimeOf(date: Date, now: Date): string {
  const days = daysBetween(date, now);
  if (days === 0) return shell.todayAt(timeOf(date));
  if (days === 1) return shell.yesterdayAt(timeOf(date));
  return shell.dayAt(dayLabel(date, now), timeOf(date));
}

/** For a row of the inbox, as short as possible: 14:05, Yesterday, Mon, 3 Mar, 03/03/25. */
export function shortLabel(date: Date, now: Date): string {
  const days = daysBetween(date, now);
  if (days <= 0) return timeOf(date);
  if (days === 1) return shell.yesterday;
  if (days < 7) return inZone().shortWeekday.format(date);
  return date.getFullYear() === now.getFullYear() ? inZone().shortDate.format(date) : inZone().numericDate.format(date);
}

/** Counts midnights, in local time: the day that clocks change has 23 or 25 hours. */
function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(to) - midnight(from)) / DAY_MS);
}
