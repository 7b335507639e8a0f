/** Words for whether a person is here. */
import type { Profile } from '#contract/users.ts';
import { shell } from '../words/shell.ts';
import { dayAndTimeOf } from './days.ts';

/** Online, or when they were here last. Undefined if that is not known. */
export function presenceText({ online, lastSeenAt }: Pick<Profile, 'online' | 'lastSeenAt'>, now: Date) {
  if (online) return shell.online;
  return lastSeenAt === undefined ? undefined : shell.lastSeen(dayAndTimeOf(new Date(lastSeenAt), now));
}
