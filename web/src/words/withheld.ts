/** English texts of files that the server does not hand out. */
import { inLanguage } from './words.ts';

export const withheld = inLanguage('withheld', {
  flagged: 'Blocked: this file may be harmful',
  pending: 'Being checked for malware…',
  unchecked: 'Blocked: this file can’t be checked for malware',
});
