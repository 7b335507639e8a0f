/** Dates and times as people write them. They are for display only: messages are ordered by `seq`. */

/** The page is in English; of the variants that a person's browser prefers, dates follow the first English one. */
const locale = globalThis.navigator?.languages?.find((language) => language.startsWith('en')) ?? 'en-GB';

const DAY_MS = 86_400_000;

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(locale, options);
const time = format({ hour: 'numeric', minute: '2-digit' });
const weekday = format({ weekday: 'long' });
const shortWeekday = format({ weekday: 'short' });
const dayAndMonth = format({ weekday: 'long', day: 'numeric', month: 'long' });
const wholeDate = format({ day: 'numeric', month: 'long', year: 'numeric' });
const shortDate = format({ day: 'numeric', month: 'short' });
const numericDate = format({ day: '2-digit', month: '2-digit', year: '2-digit' });
const full = format({ dateStyle: 'full', timeStyle: 'short' });

/** The local calendar day, as a key that sorts. */
export const dayOf = (date: Date): string =>
  `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
const twoDigits = (number: number): string => String(number).padStart(2, '0');

export const timeOf = (date: Date): string => time.format(date);
export const longDateOf = (date: Date): string => wholeDate.format(date);
export const fullDateOf = (date: Date): string => full.format(date);

/** For a separator between days: Today, Yesterday, Monday, Monday, 3 March, 3 March 2025. */
export function dayLabel(date: Date, now: Date): string {
  const days = daysBetween(date, now);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days > 0 && days < 7) return weekday.format(date);
  return date.getFullYear() === now.getFullYear() ? dayAndMonth.format(date) : wholeDate.format(date);
}

/** For within a sentence: today at 14:05, Monday at 14:05. */
export function dayAndTimeOf(date: Date, now: Date): string {
  const day = dayLabel(date, now);
  return `${daysBetween(date, now) <= 1 ? day.toLowerCase() : day} at ${timeOf(date)}`;
}

/** For a row of the inbox, as short as possible: 14:05, Yesterday, Mon, 3 Mar, 03/03/25. */
export function shortLabel(date: Date, now: Date): string {
  const days = daysBetween(date, now);
  if (days <= 0) return timeOf(date);
  if (days === 1) return 'Yesterday';
  if (days < 7) return shortWeekday.format(date);
  return date.getFullYear() === now.getFullYear() ? shortDate.format(date) : numericDate.format(date);
}

/** Counts midnights, in local time: the day that clocks change has 23 or 25 hours. */
function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(to) - midnight(from)) / DAY_MS);
}
