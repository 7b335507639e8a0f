/** Words for days: between messages, and within sentences. The list of conversations does without them. */
import { shell } from '../words/shell.ts';
import { daysBetween, inZone, timeOf } from './dates.ts';

/** The local calendar day, as a key that sorts. */
export const dayOf = (date: Date): string =>
  `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
const twoDigits = (number: number): string => String(number).padStart(2, '0');

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
