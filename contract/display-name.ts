/** The rule of display names. It is apart from other texts, because it brings the list of reserved names. */
import type { Fault } from './fault.ts';
import { isReserved } from './reserved-names.ts';
import { NAME_MAX_CHARACTERS, textFault, textFaultWords } from './text.ts';

/** The same as {@link textFault}, for a display name. */
export const nameFault = (name: string): Fault | undefined =>
  textFault(name, NAME_MAX_CHARACTERS) ?? (isReserved(name) ? { code: 'reserved' } : undefined);

/** The same as {@link textFaultWords}, for a display name. */
export const nameFaultWords = (found: Fault): string =>
  found.code === 'reserved' ? 'looks like a reserved name; choose a different one' : textFaultWords(found);
