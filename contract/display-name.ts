/** The rule of display names. It is apart from other texts, because it brings the list of reserved names. */
import { isReserved } from './reserved-names.ts';
import { NAME_MAX_CHARACTERS, textProblem } from './text.ts';

/** The same as {@link textProblem}, for a display name. */
export const nameProblem = (name: string): string | undefined =>
  textProblem(name, NAME_MAX_CHARACTERS) ??
  (isReserved(name) ? 'looks like a reserved name; choose a different one' : undefined);
