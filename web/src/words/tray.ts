/** English texts of the files that were picked, and of the pictures that a post gets. */
import type { ReactNode } from 'react';
import { inLanguage } from './words.ts';

export const tray = inLanguage('tray', {
  preparing: (name: string) => `Preparing ${name}`,
  remove: 'Remove',
  removeNamed: (name: string) => `Remove ${name}`,
  describe: 'Describe',
  describeNamed: (name: string) => `Describe ${name}`,
  videoAsItIs: (name: ReactNode): readonly ReactNode[] => [
    name,
    ' would be sent as it is. A video may say where and when it was filmed.',
  ],
  fileAsItIs: (name: ReactNode): readonly ReactNode[] => [
    name,
    ' can’t be prepared here, and would be sent as it is. It may say where and when it was taken.',
  ],
  sendAsItIs: 'Send as it is',
  describeThisPicture: 'Describe this picture',
  whatItShows: 'What it shows',
  whatItShowsHint: (most: number) => `For people who can’t see it. Optional, up to ${most} characters.`,
  sendOriginal: (size: string) => `Send the original (${size})`,
  originalMaySay: 'It may say where and when it was taken, and by which device.',
  cancel: 'Cancel',
  save: 'Save',
  picturesOfThisPost: 'Pictures of this post',
  numberedPicture: (number: number) => `picture ${number}`,
  pictures: 'Pictures',
  newPictures: 'New pictures',
  addPictures: 'Add pictures',
  whoSeesPictures: (most: number) =>
    `Optional, up to ${most}. Everyone here can see them. What a photo says about where it was taken is removed.`,
  partNotLoaded: 'This part of the page didn’t load. Check your connection and try again.',
});
