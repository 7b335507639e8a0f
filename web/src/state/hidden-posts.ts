/** The posts that somebody does not want to see in lists on this device. They are kept in the browser's storage. */
import { deviceStorage } from '../browser/storage.ts';
import { createStore, useStore } from './store.ts';

/** Older ones have expired. */
const HIDDEN_MAX = 500;

/** Counts changes: the ids stay in the browser's storage, which does not tell its own tab of changes. */
const version = createStore(0);

const keyOf = (me: string): string => `hidden-posts:${me}`;

/** Ids of posts, each followed by a space. */
const read = (me: string): string => deviceStorage.read(keyOf(me)) ?? '';

export const idsOf = (hidden: string): readonly string[] => hidden.split(' ').filter((id) => id !== '');

export function hidePost(me: string, id: string): void {
  deviceStorage.write(keyOf(me), [...idsOf(read(me)), id].slice(-HIDDEN_MAX).join(' '));
  version.update((count) => count + 1);
}

export function unhidePost(me: string, id: string): void {
  deviceStorage.write(
    keyOf(me),
    idsOf(read(me))
      .filter((hidden) => hidden !== id)
      .join(' '),
  );
  version.update((count) => count + 1);
}

export function unhidePosts(me: string): void {
  deviceStorage.remove(keyOf(me));
  version.update((count) => count + 1);
}

/** @returns what {@link idsOf} takes apart: a text, which stays the same while nothing changes */
export const useHiddenPosts = (me: string): string => useStore(version, () => read(me));
