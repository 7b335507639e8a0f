/**
 * Telling people that there are new posts. This is the place where other ways of telling join: each is an
 * {@link Announcer}, beside that of the sockets. None may throw, nor keep another from being done in time.
 */

import type { ServerFrame } from '#contract/frames.ts';
import { postFrames } from '../notify.ts';
import type { Clock, Gateway } from '../ports.ts';
import type { Watchers } from './ports.ts';
import { isShown, type Post } from './post.ts';
import { topicsOfPost } from './topics.ts';

/**
 * Tells people of new posts, which others can find.
 * @param deadline epoch milliseconds after which nothing is begun
 * @returns how many notices were not delivered
 */
export type Announcer = (posts: readonly Post[], deadline: number) => Promise<number>;

/**
 * Tells of those of the posts that readers can find now. The lists have them: the function that wrote a post has
 * projected it before it answered. Where it died in between, the notice may come first, and a client finds the post at
 * its next read.
 * @returns how many notices were not delivered
 */
export async function announcePosts(
  announcers: readonly Announcer[],
  posts: readonly Post[],
  now: number,
  deadline: number,
): Promise<number> {
  const shown = posts.filter((post) => isShown(post, now));
  if (shown.length === 0) return 0;
  const dropped = await Promise.all(announcers.map((announce) => announce(shown, deadline)));
  return dropped.reduce((sum, each) => sum + each, 0);
}

export interface WatcherServices {
  readonly watchers: Pick<Watchers, 'list' | 'remove'>;
  readonly gateway: Pick<Gateway, 'post'>;
  readonly clock: Clock;
}

/** Topics whose watchers are read at once. */
const TOPICS_AT_ONCE = 16;

/** Posts one notice to each socket that watches a topic of these posts. A socket that is gone is removed. */
export const watcherAnnouncer =
  (services: WatcherServices): Announcer =>
  async (posts, deadline) => {
    const { watchers, clock } = services;
    const topics = [...new Set(posts.flatMap(topicsOfPost))];
    const notices = new Map<string, { readonly connectionId: string; readonly topic: string }>();
    for (let start = 0; start < topics.length && clock.now() < deadline; start += TOPICS_AT_ONCE) {
      const read = topics.slice(start, start + TOPICS_AT_ONCE).map(async (topic) => {
        for (const connectionId of await watchers.list(topic)) notices.set(connectionId, { connectionId, topic });
      });
      await Promise.all(read);
    }
    const frames = [...notices.values()].map((to) => {
      const frame: ServerFrame = { type: 'posts', topic: to.topic };
      return { to, frame };
    });
    return postFrames(frames, services, deadline, ({ topic, connectionId }) => watchers.remove(topic, connectionId));
  };
