/** Names of files, as the server takes them. */
import { FILE_NAME_MAX_BYTES, fileNameFault } from '#contract/file-name.ts';

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** What the server refuses in a name: control characters, parts of paths, and what turns the direction of a text. */
// oxlint-disable-next-line no-control-regex
const REFUSED = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff/\\:]/g;

/** Returns the name without what is refused, and short enough with its ending; undefined where nothing is left. */
export function cleanFileName(name: string): string | undefined {
  const last = name.replace(/^.*[/\\]/s, '');
  const cleaned = last.toWellFormed().normalize('NFC').replaceAll(REFUSED, '').trim();
  const [, stem = cleaned, ending = ''] = /^(.+)(\.[^.]{1,16})$/s.exec(cleaned) ?? [];
  let characters = Array.from(stem);
  while (characters.length > 1 && bytesOf(characters.join('') + ending) > FILE_NAME_MAX_BYTES)
    characters = characters.slice(0, -1);
  const short = characters.join('') + ending;
  return fileNameFault(short) === undefined ? short : undefined;
}
