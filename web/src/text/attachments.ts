/** Words for pictures and files. */
import type { Attachment } from '#contract/attachments.ts';
import { shell } from '../words/shell.ts';

export type Described = Pick<Attachment, 'type' | 'name'>;

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
