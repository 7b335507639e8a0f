/** Turkish texts that are read to people who do not see that messages arrive. */
import type { announcer as english } from '../announcer.ts';

export const announcer: typeof english = {
  from: (name, count) => `${name}: ${messages(count)}`,
  here: (name, count) => `${name}: bu sohbette ${messages(count)}`,
  fromSeveral: (people, count) => `${people} kişiden ${messages(count)}`,
  saying: (announcement, texts) => `${announcement}: ${texts.join('; ')}`,
};

const messages = (count: number): string => (count === 1 ? 'yeni bir mesaj' : `${count} yeni mesaj`);
