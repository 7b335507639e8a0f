/** English texts of my posts: how they end, what helps them, and those that are not published yet. */
import type { ReactNode } from 'react';
import { plural } from './plural.ts';
import { inLanguage } from './words.ts';

const posts = (count: number): string =>
  plural(count, { one: '1 post of yours is', other: `${count} posts of yours are` });

export const myPosts = inLanguage('my-posts', {
  none: 'You haven’t posted anything yet',
  noneText: 'What you need and offer is listed here.',
  notLoaded: 'We couldn’t load your posts',
  until: (date: string) => `until ${date}`,
  posted: (age: string) => `posted ${age}`,
  // What an owner can do.
  yourPost: (title: string) => `Your post “${title}”`,
  stillNeeded: 'Still needed?',
  stillOnOffer: 'Still on offer?',
  lasts: (left: string) => `It lasts ${left}.`,
  andMore: (more: ReactNode): readonly ReactNode[] => ['and ', more],
  more: (count: number) => plural(count, { one: 'one more', other: `${count} more` }),
  renew: 'Renew',
  renewed: (days: number) => `It lasts ${days} days from now.`,
  listedAgain: 'It is in the list again.',
  promised: 'Promised',
  isPromised: 'Others see that it is promised.',
  openAgain: 'Open again',
  isOpenAgain: 'It is open again.',
  edit: 'Edit',
  removed: (reason: string) => `An administrator removed this post: ${reason}`,
  underReview:
    'Several people have reported this post. Others don’t see it until an administrator has looked at it, which ' +
    'needs nothing from you.',
  askWhetherDone: 'Done…',
  doneQuestion: 'Done?',
  markAsDone: 'Mark as done',
  leavesTheList: 'It leaves the list for good. You still find it among your posts, and your conversations stay.',
  askToWithdraw: 'Withdraw…',
  withdrawQuestion: 'Withdraw this post?',
  withdraw: 'Withdraw',
  askToDelete: 'Delete…',
  deleteQuestion: 'Delete this post?',
  delete: 'Delete',
  deleteMeans:
    'Its texts and its place are erased, and nobody sees it any more, not even you. Your conversations stay.',
  // Those that nobody has answered.
  unanswered: 'Posts without an answer',
  nobodyAnswered: (count: number) =>
    plural(count, { one: 'Nobody has answered this post yet', other: 'Nobody has answered these posts yet' }),
  untitled: 'A post',
  whatHelps: 'What helps others to answer:',
  hints: [
    'A title that says plainly what it is about.',
    'A few words on how much there is to do, and when.',
    'A photo of it, or of what there is to do.',
    'A closer date: what is needed on Friday is answered before Friday.',
    'The town or the quarter, if it has none: people look near them.',
    'More time: renew it before it ends.',
  ],
  // Those that the server does not have yet.
  unpublished: 'Not published yet',
  notPublished: (reason: string) => `Not published. ${reason}`,
  earlierTryArrived: 'Not published. An earlier try has arrived after all, and is among your posts as it was then.',
  waiting: 'Waiting for a connection. It will be published by itself.',
  publishedWhenUpdated: 'The message center is being updated. This will be published when it’s ready.',
  publishedAt: (reason: string, time: string) => `${reason} This will be published at ${time}.`,
  discardMeans: 'It is not published yet, and what you have written is gone.',
  replaceQuestion: 'Replace what you have begun?',
  replace: 'Replace',
  replaceMeans: 'You have begun to write another post, which is not published. Editing this one replaces it.',
  someNotPublished: (count: number) => `${posts(count)} not published.`,
  someWaiting: (count: number) => `${posts(count)} waiting to be sent.`,
});
