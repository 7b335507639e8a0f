/** What a file may be called. */

import type { Fault } from './fault.ts';
import { hasPiledMarks, isBlank, textFaultWords } from './text.ts';

/** Longest file name, in bytes of UTF-8: the most that common file systems take. */
export const FILE_NAME_MAX_BYTES = 255;

/** What a name says of a folder, on any system. */
const PATH = /[/\\]|^\.{1,2}$|^[A-Za-z]:/;
// Control characters, and what turns the direction of what follows: a name could show another ending than it has.
// oxlint-disable-next-line no-control-regex
const MISLEADING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Returns the length of a well-formed text in bytes of UTF-8. */
const utf8Length = (text: string): number => encodeURIComponent(text).replaceAll(/%../g, '-').length;

/** Returns what is wrong with a file name in NFC; undefined if nothing is. */
export function fileNameFault(name: string): Fault | undefined {
  if (!name.isWellFormed()) return { code: 'ill-formed' };
  if (MISLEADING.test(name)) return { code: 'control-characters' };
  if (PATH.test(name)) return { code: 'wrong-form' };
  if (isBlank(name)) return { code: 'empty' };
  if (hasPiledMarks(name)) return { code: 'piled-marks' };
  if (utf8Length(name) > FILE_NAME_MAX_BYTES) return { code: 'too-many-bytes', limit: FILE_NAME_MAX_BYTES };
  return undefined;
}

/** Says the fault of a file name in English, as the predicate of a sentence whose subject is the field. */
export function fileNameWords(found: Fault): string {
  if (found.code === 'wrong-form') return 'has a path: give the name alone';
  return found.code === 'too-many-bytes' ? `has more than ${found.limit} bytes` : textFaultWords(found);
}
