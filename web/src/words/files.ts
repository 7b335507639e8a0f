/** English texts of the pictures and files of messages and posts. */
import { inLanguage } from './words.ts';

export const files = inLanguage('files', {
  download: 'Download',
  downloadNamed: (name: string) => `Download ${name}`,
  play: 'Play',
  playNamed: (name: string) => `Play ${name}`,
  noLongerThere: 'No longer there',
  cannotBePlayed: 'It can’t be played here. Download it.',
  loadAgain: 'Didn’t load. Try again',
  fileNoLongerThere: 'This file is no longer there.',
  pictureOf: (number: number, count: number) => `Picture ${number} of ${count}`,
  photoOf: (number: number, count: number) => `Photo ${number} of ${count}`,
  sending: 'Sending',
  cancel: 'Cancel',
});
