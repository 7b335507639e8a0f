/** Words for how much a person has helped. */
import type { ThanksPage } from '#contract/thanks.ts';
import { createFormat } from '../browser/formats.ts';
import { parts } from '../words/parts.ts';

type Help = NonNullable<ThanksPage['help']>;

/** Helped 7 times · thanked by 5 people · here since March 2025. */
export function helpText({ posts, people, more, createdAt }: Help): string {
  const since = createFormat({ month: 'long', year: 'numeric' }).format(new Date(createdAt));
  if (posts === 0) return parts.hereSince(since);
  return [parts.helpedTimes(posts, more), parts.thankedBy(people, more), parts.alsoHereSince(since)].join(' · ');
}
