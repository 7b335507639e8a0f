/** English texts of the lists of posts: filters, cards, saved searches. */
import type { ReactNode } from 'react';
import { plural } from './plural.ts';
import { inLanguage } from './words.ts';

export const feed = inLanguage('feed', {
  title: 'Needs',
  newPost: 'New post',
  lists: 'List',
  all: 'All posts',
  forYou: 'For you',
  newCount: (count: string) => `${count} new`,
  // The filters.
  searchLabel: 'Search posts by words in titles and places',
  searchPlaceholder: 'Search titles and places',
  filters: 'Filters',
  activeFilters: (count: number) => ` (${count})`,
  clearFilters: 'Clear',
  showPosts: 'Show posts',
  kind: 'Kind',
  allKinds: 'All',
  category: 'Category',
  allCategories: 'All categories',
  askingBrowser: 'Asking your browser…',
  nearMe: 'Near me',
  nearPlace: 'Near a place',
  near: (town: string) => `Near ${town}`,
  howFar: 'How far',
  within: (kilometers: number) => `Within ${kilometers} km`,
  nearTown: 'Near a town',
  orTown: 'or a town',
  sourceOfTowns: (source: ReactNode, license: ReactNode): readonly ReactNode[] => ['Towns: ', source, ', ', license],
  positionDenied: 'Your browser may not say where you are. You can allow it in its settings for this site.',
  positionUnknown: 'Your browser can’t find out where you are right now. Try again in a moment.',
  // Saved searches.
  savedAs: (name: ReactNode): readonly ReactNode[] => ['Saved as “', name, '”'],
  saveSearch: 'Save this search',
  searchesFull: 'You have five saved searches',
  searchesFullText: 'That’s as many as fit. Delete one that you no longer need, then save this one.',
  seeSearches: 'See my searches',
  nameMissing: 'Give it a name.',
  name: 'Name',
  nameHint: 'Only you see it.',
  saving: 'Saving…',
  save: 'Save',
  savedSearches: (count: number) => plural(count, { one: 'Your saved search', other: `Your ${count} saved searches` }),
  searchActions: (name: string) => `Actions on the search “${name}”`,
  rename: 'Rename…',
  renameSearch: 'Rename this search',
  delete: 'Delete',
  withinInSearch: (kilometers: number) => `within ${kilometers} km`,
  // What a filter leaves.
  notLoaded: 'We couldn’t load the posts',
  nothingYet: 'Nothing here yet',
  nothingYetText: 'What people need and offer appears here, the newest first.',
  postWhatYouNeed: 'Post what you need',
  nothingMatches: 'No posts match',
  tryOtherWords: 'Try other words, or another kind or category.',
  nothingWithin: (kilometers: number) => `Nothing within ${kilometers} km`,
  tryFurther: 'Try to look further.',
  showAll: 'Show all posts',
  posts: 'Posts',
  hidden: (count: number) =>
    plural(count, { one: '1 post is hidden on this device.', other: `${count} posts are hidden on this device.` }),
  showAgain: 'Show again',
  /** @param unseen draws what is only read out */
  showNew: (count: number, hasMore: boolean, unseen: (of: readonly ReactNode[]) => ReactNode): readonly ReactNode[] => [
    unseen(['Show ']),
    hasMore ? `${count}+ new posts` : plural(count, { one: '1 new post', other: `${count} new posts` }),
  ],
  // A card.
  isNew: 'New',
  inReturn: 'In return: ',
  where: 'Where: ',
  newHere: 'new here',
  // The posts for me.
  forYouNotLoaded: 'We couldn’t load the posts for you',
  nothingForYou: 'Nothing is gathered for you yet',
  nothingForYouText:
    'Narrow all posts down to what you can help with or could use, then choose “Save this search”. ' +
    'New posts for it appear here.',
  lookThroughAll: 'Look through all posts',
  postsForYou: 'Posts for you',
  nothingNow: 'Nothing right now',
  nothingNowText: 'When somebody posts what you look for, it appears here.',
  // Beside the lists.
  selectPost: 'Select a post',
  selectPostText: 'Or say what you need, or what you can give.',
});
