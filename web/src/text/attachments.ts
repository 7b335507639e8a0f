/** Words for pictures and files. */
import type { Attachment } from '#contract/attachments.ts';
import { shell } from '../words/shell.ts';

type Described = Pick<Attachment, 'type' | 'name'>;

export const isPicture = ({ type }: Pick<Attachment, 'type'>): boolean =>
  ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'].includes(type);

export const isVideo = ({ type }: Pick<Attachment, 'type'>): boolean => type.startsWith('video/');

export const isAudio = ({ type }: Pick<Attachment, 'type'>): boolean => type.startsWith('audio/');

/** What stands for a message without a text whose attachments this page does not know. */
export const sentAPicture = (): string => shell.sentAPicture;

/** Returns what a message consists of, in a few words: they stand where its text would. */
export function attachmentsText(attachments: readonly Described[]): string {
  const [first] = attachments;
  if (!first) return sentAPicture();
  const count = attachments.length;
  if (attachments.every(isPicture))
    return count > 1 ? shell.photos(count) : first.type === 'image/gif' ? 'GIF' : shell.photo;
  if (count > 1) return shell.files(count);
  if (isVideo(first)) return shell.video;
  return first.name === undefined ? shell.file : shell.namedFile(first.name);
}

/** Returns the words for attachments of which only the number is known. */
export const attachmentCountText = (count: number): string =>
  count === 1 ? shell.pictureOrFile : shell.picturesAndFiles(count);

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
