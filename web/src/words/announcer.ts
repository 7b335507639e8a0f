/** English texts that are read to people who do not see that messages arrive. */
import { plural } from './plural.ts';
import { inLanguage } from './words.ts';

export const announcer = inLanguage('announcer', {
  from: (name: string, count: number) => `${messages(count)} from ${name}`,
  here: (name: string, count: number) => `${messages(count)} from ${name} in this conversation`,
  fromSeveral: (people: number, count: number) => `${messages(count)} from ${people} people`,
  /** @param texts what the messages say */
  saying: (announcement: string, texts: readonly string[]) => `${announcement}: ${texts.join('; ')}`,
});

const messages = (count: number): string => plural(count, { one: 'New message', other: `${count} new messages` });
