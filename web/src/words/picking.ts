/** English texts of what happens to files that are picked. */
import { inLanguage } from './words.ts';

export const picking = inLanguage('picking', {
  notKept: 'This browser keeps no files. Stay on this page until they’re sent: reloading or closing it loses them.',
  tooManyPictures: (most: number) => `A post can have ${most} pictures. The others were left out.`,
  tooManyFiles: (most: number) => `A message can have ${most} files. The others were left out.`,
  noPicture: (name: string) => `${name} is no picture that this browser can show.`,
  unreadable: (name: string) => `${name} can’t be read. It may have been moved or deleted.`,
  empty: (name: string) => `${name} is empty.`,
  tooLarge: (name: string, size: string, most: string) => `${name} has ${size}. A file can have up to ${most}.`,
});
