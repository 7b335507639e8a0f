/**
 * Watching the feed. A client watches first and reads the list then; a post is written first, and the watchers are read
 * then, both by strong reads. Whichever comes second sees the other: either the consumer finds the watcher, or the
 * client finds the post.
 */

import type { FeedArea, ServerFrame } from '#contract/frames.ts';
import { METERS_PER_KM, pointIn } from '#contract/near.ts';
import { SOCKET_LIFETIME_MS, type Connection } from '../connection.ts';
import type { WatchedTopics, Watchers } from './ports.ts';
import { topicsOfArea } from './topics.ts';

export interface WatchServices {
  readonly connections: Pick<WatchedTopics, 'setWatched'>;
  readonly watchers: Pick<Watchers, 'add' | 'remove'>;
}

type Answer = Extract<ServerFrame, { type: 'watching' | 'watching-stopped' }>;
type Socket = Pick<Connection, 'username' | 'connectionId' | 'connectedAt' | 'watched'>;

/**
 * Stores a socket as a watcher, in place of what it watched before. The socket's own record is written first: it says
 * what to remove when the socket closes. If we crash in between, it names topics without this watcher: no harm. What it
 * watched before is taken from that write and from the read before it: where the answer to the write was lost, the SDK
 * repeats it, and the second answer no longer says what was replaced.
 * @returns the answer; undefined where the socket is not stored, or closes at this moment
 */
export async function watchFeed(
  { connections, watchers }: WatchServices,
  { username, connectionId, connectedAt, watched = [] }: Socket,
  area: FeedArea | undefined,
): Promise<Answer | undefined> {
  const topics = topicsOfArea(area && { middle: middleOf(area), radiusMeters: area.radius * METERS_PER_KM });
  const replaced = await connections.setWatched(username, connectionId, topics);
  if (!replaced) return undefined;
  const before = [...watched, ...replaced];
  const until = connectedAt + SOCKET_LIFETIME_MS;
  const added = await Promise.all(topics.map((topic) => watchers.add(topic, connectionId, until)));
  const isLive = added.every(Boolean);
  const left = isLive ? before.filter((topic) => !topics.includes(topic)) : [...before, ...topics];
  await removeWatcher(watchers, connectionId, left);
  return { type: 'watching', ...(area && { area }), ...(!isLive && { poll: true }) };
}

/** Forgets what a socket watches. @returns the answer */
export async function stopWatching(
  { connections, watchers }: WatchServices,
  { username, connectionId, watched = [] }: Socket,
): Promise<Answer> {
  const replaced = await connections.setWatched(username, connectionId, []);
  await removeWatcher(watchers, connectionId, [...watched, ...(replaced ?? [])]);
  return { type: 'watching-stopped' };
}

/** Removes a socket from topics. */
export async function removeWatcher(
  watchers: Pick<Watchers, 'remove'>,
  connectionId: string,
  topics: readonly string[],
): Promise<void> {
  await Promise.all([...new Set(topics)].map((topic) => watchers.remove(topic, connectionId)));
}

function middleOf({ near }: FeedArea) {
  const middle = pointIn(near);
  if (!middle) throw new Error('A place that was validated is none.');
  return middle;
}
