/** English texts of one post at its own address. */
import type { ReactNode } from 'react';
import { inLanguage } from './words.ts';

export const postPage = inLanguage('post-page', {
  title: 'Post',
  canHelp: 'I can help',
  wouldLike: 'I’d like this',
  somebodyHelps: 'Somebody is helping already. You can still write.',
  isPromised: 'It is promised to somebody. You can still write.',
  isPromisedToYou: 'It is promised to you.',
  notThere: 'This post isn’t there',
  notThereText: 'It may be done, withdrawn or expired. If you typed the address, check it for typos.',
  seeAll: 'See all posts',
  notLoaded: 'We couldn’t load this post',
  openChat: (name: ReactNode): readonly ReactNode[] => ['Open chat with ', name],
  about: (name: ReactNode): readonly ReactNode[] => ['About ', name],
  more: 'More about this post',
  hide: 'Hide on this device',
  askToReport: 'Report this post…',
  report: 'Report this post',
  reportHint: 'Only administrators see your report and the post as it is now.',
  reported: 'An administrator looks at the post, and its owner doesn’t learn who reported it.',
  // What it says.
  edited: 'edited',
  inReturn: 'In return',
  where: 'Where',
  inSquare: (size: string) => `In a square of ${size}.`,
  inSquareNear: (size: string, town: string) => `In a square of ${size}, near ${town}.`,
  showOnMap: 'Show on a map',
  until: 'Until',
});
