/**
 * Keeps a list of posts current while somebody looks at it: says over the socket what is watched, and reads what is
 * new.
 *
 * The server stores the watcher and answers, and the list is read then: what was published before is in the list, and
 * what is published later is announced. A notice names no post, and may be lost, doubled or late: it only says that it
 * is time to read. Now and then the list is read without one.
 */

import type { ClientFrame, FeedArea, ServerFrame } from '#contract/frames.ts';
import type { Environment } from './environment.ts';
import type { Feed } from './feed.ts';
import { createTimers } from './timers.ts';

/** Everybody who watches gets the notice at once: each waits up to this long before reading. */
const SPREAD_MS = 2_000;
/** Between two reads that nothing hinted at, while notices arrive. */
const CALM_INTERVAL_MS = 2 * 60_000;
/** Between two reads, while no notices can arrive. */
const POLL_INTERVAL_MS = 60_000;
/** An answer takes far less, so after this time the frame or its answer was lost. */
const ANSWER_TIMEOUT_MS = 10_000;
/** Between two looks whether the page is shown. One that was hidden for a moment keeps its watch. */
const LOOK_INTERVAL_MS = 20_000;

export type WatchedFeed = Pick<Feed, 'query' | 'catchUp'>;

export interface FeedWatch {
  /**
   * Keeps a list current, in place of the one before.
   * @returns stop
   */
  watch(feed: WatchedFeed): () => void;
  /** The socket has opened: the server knows nothing of it yet. */
  onOpen(): void;
  onClosed(): void;
  /** The page is shown again, or the network is back. */
  onWake(): void;
  onFrame(frame: ServerFrame): void;
  close(): void;
}

/** What the server has this socket watch: nothing, or an area as text. `unknown`: an answer was lost. */
type Watched = 'nothing' | 'unknown' | `area ${string}`;

/** @param send sends a frame where a socket is open, and drops it where none is */
export function createFeedWatch(environment: Environment, send: (frame: ClientFrame) => void): FeedWatch {
  const timers = createTimers(environment);
  let feed: WatchedFeed | undefined;
  let isOpen = false;
  let watched: Watched = 'nothing';
  /** True between a frame and its answer: two under way together may be carried out in either order. */
  let isWaiting = false;
  /** True where the server has said that too many watch. */
  let isPolling = false;
  let isHidden = false;

  const wanted = (): Watched => (feed && !isHidden ? nameOf(areaOf(feed)) : 'nothing');

  /** Has the server watch what is wanted. */
  function synchronize(): void {
    if (!isOpen || isWaiting || watched === wanted()) return;
    isWaiting = true;
    timers.set('answer', giveUp, ANSWER_TIMEOUT_MS);
    if (wanted() === 'nothing' || !feed) return send({ action: 'feed-stop' });
    const area = areaOf(feed);
    send({ action: 'feed', ...(area && { area }) });
  }

  function giveUp(): void {
    isWaiting = false;
    watched = 'unknown';
    synchronize();
  }

  function onAnswer(now: Watched): void {
    timers.clear('answer');
    isWaiting = false;
    watched = now;
    synchronize();
  }

  function read(): void {
    timers.clear('notice');
    if (!feed) return;
    const isLive = isOpen && !isPolling && watched === wanted();
    timers.set('next', read, isLive ? CALM_INTERVAL_MS : POLL_INTERVAL_MS);
    if (environment.isVisible()) void feed.catchUp();
  }

  function readSoon(): void {
    if (!timers.has('notice')) timers.set('notice', read, environment.random() * SPREAD_MS);
  }

  /** Has the server forget a page that nobody sees. */
  function look(): void {
    isHidden = !environment.isVisible();
    if (feed) timers.set('look', look, LOOK_INTERVAL_MS);
    synchronize();
  }

  return {
    watch(next) {
      feed = next;
      look();
      read();
      return () => {
        if (feed !== next) return;
        feed = undefined;
        for (const purpose of ['notice', 'next', 'look']) timers.clear(purpose);
        synchronize();
      };
    },
    onOpen() {
      isOpen = true;
      onAnswer('nothing');
    },
    onClosed() {
      isOpen = false;
      isWaiting = false;
      timers.clear('answer');
    },
    onWake() {
      if (!feed) return;
      look();
      read();
    },
    onFrame(frame) {
      if (frame.type === 'watching-stopped') return onAnswer('nothing');
      if (frame.type === 'posts' && feed) return readSoon();
      if (frame.type !== 'watching') return;
      isPolling = frame.poll ?? false;
      onAnswer(nameOf(frame.area));
      // From here on, what is published is announced: what was published before is in the list.
      read();
    },
    close: () => timers.clearAll(),
  };
}

/** Returns the area that a list shows; undefined for the whole feed. */
function areaOf({ query: { near, radius } }: WatchedFeed): FeedArea | undefined {
  return near === undefined || radius === undefined ? undefined : { near, radius };
}

const nameOf = (area: Pick<FeedArea, 'near' | 'radius'> | undefined): Watched =>
  `area ${area ? `${area.near} ${area.radius}` : ''}`;
