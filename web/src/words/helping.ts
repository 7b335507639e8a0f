/** English texts of who wrote about a post of mine, to whom it is promised, and who helped. */
import type { ReactNode } from 'react';
import { plural } from './plural.ts';
import { inLanguage } from './words.ts';

/** Draws what is only read out. */
type Unseen = (of: readonly ReactNode[]) => ReactNode;

export const helping = inLanguage('helping', {
  writers: 'People who wrote to you about this',
  nobodyWrote: 'Nobody has written yet',
  someWrote: (count: number) =>
    plural(count, {
      one: '1 person has written to you about this',
      other: `${count} people have written to you about this`,
    }),
  helped: 'Helped',
  isPromised: 'Promised',
  profileOf: (name: string) => `${name}, profile`,
  wrote: (when: ReactNode): readonly ReactNode[] => ['wrote ', when],
  openChat: (name: ReactNode, unseen: Unseen): readonly ReactNode[] => ['Open chat', unseen([' with ', name])],
  promise: (name: ReactNode, unseen: Unseen): readonly ReactNode[] => ['Promise', unseen([' to ', name])],
  // When it is done.
  whoHelped: 'Who helped?',
  lookingUp: 'Looking up who wrote to you…',
  leavesTheList: (title: ReactNode): readonly ReactNode[] => [
    '“',
    title,
    '” leaves the list for good. You still find it among your posts, and your conversations stay.',
  ],
  ofThoseWhoWrote: 'Of those who wrote to you',
  ofThoseWhoWroteUpTo: (most: number) => `Of those who wrote to you, up to ${most}`,
  thankYouTo: (name: string) => `A thank-you to ${name} (optional)`,
  thankYouHint: (most: number) => `Up to ${most} characters. They may show it on their profile.`,
  howManyOthers: 'How many others helped?',
  howManyPeople: 'How many people helped?',
  howManyHint: 'They are counted without a name. Leave it empty if there were none.',
  enterNumber: (most: number) => `Enter a number from 0 to ${most}.`,
});
