/** English texts of the forms that write and change a post. */
import { plural } from './plural.ts';
import { inLanguage } from './words.ts';

export const postForm = inLanguage('post-form', {
  whatNeed: 'What do you need?',
  whatOffer: 'What do you offer?',
  titleHint: (most: number) => `In a few words, up to ${most} characters. Everyone here can read it.`,
  titleOfAnOffer: 'I can fix your bicycle',
  offerUntitled: 'Say what you offer.',
  description: 'More about it',
  descriptionHint: (most: number) =>
    `Optional, up to ${most.toLocaleString('en')} characters. ` +
    'Email addresses, phone numbers and links are struck out.',
  reward: 'In return',
  rewardHint: (most: number) => `Optional, up to ${most} characters.`,
  // Where it is.
  place: 'Where',
  placeHint: (most: number) =>
    `Optional: a quarter or a town, up to ${most} characters. No digits, since house numbers say too much.`,
  placeExample: 'Alfama, Lisbon',
  position: 'Your position',
  takePosition: 'Use my position',
  positionMeans:
    'People nearby find your post by it. Only a square of about 600 m leaves this device, and you see it first.',
  square: 'The square that others see',
  othersSee: (size: string) => `Others see this square: ${size} wide.`,
  youAreInIt: 'You are somewhere in it, and nobody learns where.',
  itIsNear: (town: string) => `It is near ${town}.`,
  squareWidth: 'How wide the square is',
  about600m: 'About 600 m',
  about5km: 'About 5 km',
  removeSquare: 'Remove the square',
  squareHint:
    'If your house stands alone, choose 5 km. Next to a square you posted from before, that one is used again.',
  // How long it lasts.
  howLong: 'How long',
  days: (count: number) => plural(count, { one: '1 day', other: `${count} days` }),
  weeks: (count: number) => plural(count, { one: '1 week', other: `${count} weeks` }),
  // What becomes of it.
  publish: 'Publish',
  publishing: 'Publishing…',
  preparingPictures: 'Preparing pictures…',
  notSavedYet: 'You haven’t saved these changes yet.',
  pictureLost: 'This browser no longer has a picture that you added. Remove it, then add it again.',
  preview: 'Preview',
  asOthersSeeIt: 'As others see it:',
  discard: 'Discard',
  discardNow: 'Discard',
  discardQuestion: 'Discard this post?',
  discardMeans: 'What you have written is deleted from this device.',
  discardChangesQuestion: 'Discard your changes?',
  discardChangesMeans: 'The post stays as it is.',
  earlierTryArrived:
    'An earlier try has arrived after all, and your post is in the list as it was then. You can edit it there. ' +
    'Publishing again makes a second post.',
  postNow: 'The post as it is now',
  asItIsNow: 'As it is now:',
});
