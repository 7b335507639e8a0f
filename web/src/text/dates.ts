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
export function inZone(): ReturnType<typeof createFormats> {
  const [zone, language] = [timeZone(), shownLanguage()];
  if (formats?.zone !== zone || formats.language !== language) formats = createFormats(zone, language);
  return formats;
}

export const timeOf = (date: Date): string => inZone().time.format(date);
export const longDateOf = (date: Date): string => inZone().wholeDate.format(date);
export const fullDateOf = (date: Date): string => inZone().full.format(date);

/** For a row of the inbox, as short as possible: 14:05, Yesterday, Mon, 3 Mar, 03/03/25. */
export function shortLabel(date: Date, now: Date): string {
  const days = daysBetween(date, now);
  if (days <= 0) return timeOf(date);
  if (days === 1) return shell.yesterday;
  if (days < 7) return inZone().shortWeekday.format(date);
  return date.getFullYear() === now.getFullYear() ? inZone().shortDate.format(date) : inZone().numericDate.format(date);
}

/** Counts midnights, in local time: the day that clocks change has 23 or 25 hours. */
export function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(to) - midnight(from)) / DAY_MS);
}
