/** What the page shows in place of what another version wrote. */
import { shell } from '../words/shell.ts';

export const unknownText = (): string => shell.unknownText;
