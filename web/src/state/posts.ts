/**
 * The lists of posts that this page has read, so that going back to one finds it as it was left. They are kept beside
 * the mailbox of the person who is signed in, and not in the messenger: what it needs for itself is loaded first.
 */
import { type Feed, type FeedQuery, createFeed } from '#client/feed.ts';
import { createListeners } from '#client/listeners.ts';
import type { Mailbox } from '#client/mailbox.ts';
import type { Session } from '#client/session.ts';
import type { Post, PostCard } from '#contract/posts.ts';
import { standingOf } from '../text/posts.ts';
import { useMailbox } from './mailbox.ts';
import { useSession } from './session.ts';

/** Lists that are kept; the one that was not shown for longest goes first. */
const LISTS_MAX = 12;

export interface Posts {
  /**
   * Calls `listener` after each change of a post of mine.
   * @returns unsubscribe
   */
  onChanged(listener: () => void): () => void;
  list(query: FeedQuery): Feed;
  /** Reads the list on the screen again, and forgets the others. */
  published(): void;
  /** Takes over a change of a post of mine. */
  changed(post: Post): void;
  /** Takes a post out of all lists. */
  removed(id: string): void;
}

function createPosts(session: Session): Posts {
  const lists = new Map<string, Feed>();
  const changes = createListeners();
  return {
    onChanged: changes.subscribe,
    list(query) {
      const key = JSON.stringify(query);
      const list = lists.get(key) ?? createFeed(session, query);
      // The list that was shown last is the last one.
      lists.delete(key);
      lists.set(key, list);
      const [oldest] = lists.keys();
      if (lists.size > LISTS_MAX && oldest !== undefined) lists.delete(oldest);
      return list;
    },
    published() {
      const shown = [...lists].at(-1);
      lists.clear();
      if (!shown) return;
      lists.set(...shown);
      void shown[1].reload();
    },
    changed(post) {
      const standing = standingOf(post, new Date());
      const isShown = standing === 'open' || standing === 'promised';
      for (const list of lists.values()) {
        if (isShown) list.replace(cardOf(post));
        else list.remove(post.id);
      }
      changes.notify();
    },
    removed(id) {
      for (const list of lists.values()) list.remove(id);
      changes.notify();
    },
  };
}

/** A card has the first picture alone. */
const cardOf = ({ pictures: [picture] = [], ...post }: Post): PostCard => ({ ...post, ...(picture && { picture }) });

const ofMailbox = new WeakMap<Mailbox, Posts>();

export function usePosts(): Posts {
  const session = useSession();
  const { mailbox } = useMailbox();
  const posts = ofMailbox.get(mailbox) ?? createPosts(session);
  ofMailbox.set(mailbox, posts);
  return posts;
}
