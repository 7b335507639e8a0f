/** The plurals of English. */
import { createPlurals } from '../browser/plurals.ts';

/** Returns the form of a word for a count: `plural(2, { one: 'file', other: 'files' })` is `files`. */
export const plural = createPlurals('en');
