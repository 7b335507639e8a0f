/** Words for how much a person has helped. */
import type { ThanksPage } from '#contract/thanks.ts';
import { createFormat } from '../browser/formats.ts';

type Help = NonNullable<ThanksPage['help']>;

/** Helped 7 times · thanked by 5 people · here since March 2025. */
export function helpText({ posts, people, more, createdAt }: Help): string {
  const since = `here since ${createFormat({ month: 'long', year: 'numeric' }).format(new Date(createdAt))}`;
  if (posts === 0) return capital(since);
  const plus = more ? '+' : '';
  const times = posts === 1 && !more ? 'once' : `${posts}${plus} times`;
  const thanked = people === 1 && !more ? '1 person' : `${people}${plus} people`;
  return `Helped ${times} · thanked by ${thanked} · ${since}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
