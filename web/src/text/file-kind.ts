/** Words for what a file is, and for its size. The list of conversations does without them. */
import { shell } from '../words/shell.ts';
import { type Described, isAudio, isVideo } from './attachments.ts';

const UNITS = ['B', 'KB', 'MB', 'GB'];

/** Returns a size in words, as file managers say it: in thousands, with at most one decimal. */
export function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1_000 ** power;
  return `${value < 10 && power > 0 ? Math.round(value * 10) / 10 : Math.round(value)} ${UNITS[power]}`;
}

/** Media types that people have names for. */
const KINDS: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/zip': 'ZIP',
  'application/msword': 'Word',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
  'application/vnd.oasis.opendocument.text': 'ODT',
  'text/csv': 'CSV',
};

/** Returns what kind of file it is: a name that people know, or the ending of its name. */
export function kindText({ type, name = '' }: Described): string {
  const known = type === 'text/plain' ? shell.text : KINDS[type];
  if (known !== undefined) return known;
  if (isVideo({ type })) return shell.video;
  if (isAudio({ type })) return shell.audio;
  const [, ending] = /\.([a-z0-9]{1,5})$/i.exec(name) ?? [];
  return ending === undefined ? shell.file : ending.toLocaleUpperCase('en');
}
