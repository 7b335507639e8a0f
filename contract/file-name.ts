/** What a file may be called. */

import { hasPiledMarks, isBlank } from './text.ts';

/** Longest file name, in bytes of UTF-8: the most that common file systems take. */
export const FILE_NAME_MAX_BYTES = 255;

/** What a name says of a folder, on any system. */
const PATH = /[/\\]|^\.{1,2}$|^[A-Za-z]:/;
// Control characters, and what turns the direction of what follows: a name could show another ending than it has.
// oxlint-disable-next-line no-control-regex
const MISLEADING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Returns the length of a well-formed text in bytes of UTF-8. */
const utf8Length = (text: string): number => encodeURIComponent(text).replaceAll(/%../g, '-').length;

/**
 * Returns what is wrong with a file name in NFC, as the predicate of a sentence whose subject is the field; undefined
 * if nothing is.
 */
export function fileNameProblem(name: string): string | undefined {
  if (!name.isWellFormed()) return 'is not well-formed Unicode';
  if (MISLEADING.test(name)) return 'has control characters';
  if (PATH.test(name)) return 'has a path: give the name alone';
  if (isBlank(name)) return 'is empty';
  if (hasPiledMarks(name)) return 'has more than 8 combining marks in a row';
  if (utf8Length(name) > FILE_NAME_MAX_BYTES) return `has more than ${FILE_NAME_MAX_BYTES} bytes`;
  return undefined;
}
