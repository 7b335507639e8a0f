/** Why a file is not handed out, in words. */
import { withheld } from '../words/withheld.ts';

/** @param code of the server; an unknown one is a file that could not be checked */
export function withheldText(code: string): string {
  if (code === 'file-flagged') return withheld.flagged;
  return code === 'scan-pending' ? withheld.pending : withheld.unchecked;
}
