/**
 * Somebody who watches the feed: the real client on a simulated machine, and the record of what it is told and reads.
 */

import { createEnvironment, type Environment } from '#client/environment.ts';
import type { Feed, FeedQuery } from '#client/feed.ts';
import { NetworkError } from '#client/problem.ts';
import type { Session } from '#client/session.ts';
import type { ClientFrame, FeedArea, ServerFrame } from '#contract/frames.ts';
import { METERS_PER_KM, pointIn } from '#contract/near.ts';
import { listPosts } from '#contract/routes/posts.ts';
import { topicsOfArea } from '#functions/core/feed/topics.ts';
import type { FeedCenter } from '../feed/center.ts';
import type { Period } from '../feed/ledger.ts';
import { product } from '../feed/product.ts';
import type { Socket, Sockets } from './sockets.ts';

/** Posts on a page: all that there are. */
const PAGE = 50;
/** From the end of a socket until its client dials again. */
const REDIAL_MS = 20_000;
/** A client waits up to this long before it follows a notice. */
const SPREAD_MS = 2_000;
/** Longest that a read takes which is under way already; the next one begins after it. */
const READ_MS = 60_000;
/** After a change of what is watched, notices may be under way that were begun before. */
const UNDER_WAY_MS = 20_000;

/** A topic that a socket may be told of. */
interface Claim {
  readonly topics: readonly string[];
  /** Epoch milliseconds; Infinity while it holds. */
  until: number;
}

/** What a socket has asked for, and what it was answered. */
interface Watching {
  readonly socket: Socket;
  readonly claims: Claim[];
  /** Frames that were sent and not answered. */
  unanswered: number;
  /** Every frame was answered before the next one: nothing that was asked for earlier is left over. */
  isClean: boolean;
  /** Since when the server has it watch, as it was answered; undefined from the next frame on. */
  since: number | undefined;
}

export interface Reading extends Period {
  readonly isOk: boolean;
}

export class Watcher {
  readonly name: string;
  readonly feedWatch;
  readonly #center: FeedCenter;
  readonly #sockets: Sockets;
  readonly #count: (what: string) => void;
  #feed: Feed | undefined;
  #stop: () => void = () => undefined;
  #now: Watching | undefined;
  #isVisible = true;
  /** Counts what makes earlier hints void: the page was hidden, or shows another list. */
  #turn = 0;
  /** The reads of the list that is shown, from its beginning. */
  #readings: Reading[] = [];
  /** When the last read began. */
  #readAt = 0;

  constructor(center: FeedCenter, sockets: Sockets, name: string, count: (what: string) => void) {
    this.#center = center;
    this.#sockets = sockets;
    this.#count = count;
    this.name = name;
    this.feedWatch = product.createFeedWatch(this.#environment(), (frame) => this.#send(frame));
  }

  get feed(): Feed | undefined {
    return this.#feed;
  }
  get readings(): readonly Reading[] {
    return this.#readings;
  }
  /** The socket that the server has said it watches with, since when, and the topics. */
  get watching(): { readonly socket: Socket; readonly since: number; readonly topics: readonly string[] } | undefined {
    const { socket, since, claims } = this.#now ?? {};
    return socket?.isOpen && since !== undefined ? { socket, since, topics: claims?.at(-1)?.topics ?? [] } : undefined;
  }

  /** Opens a list in place of the one before. */
  look(query: FeedQuery): void {
    this.#turn++;
    this.#stop();
    this.#readings = [];
    const readings = this.#readings;
    this.#feed = product.createFeed({ call: this.#caller(readings) }, query);
    this.#stop = this.feedWatch.watch(this.#feed);
  }

  /** Hides or shows the page. */
  setVisible(isVisible: boolean): void {
    this.#turn++;
    this.#isVisible = isVisible;
    if (isVisible) this.feedWatch.onWake();
  }

  async dial(): Promise<void> {
    const socket = await this.#sockets.dial(this.name, this);
    this.#now = { socket, claims: [], unanswered: 0, isClean: true, since: undefined };
    this.feedWatch.onOpen();
  }

  /** Loses the socket, and dials again after a while. */
  drop(): void {
    const { socket } = this.#now ?? {};
    if (!socket?.isOpen) return;
    this.#now = undefined;
    this.#sockets.close(socket.connectionId);
    this.feedWatch.onClosed();
    const { time, random } = this.#center.world;
    time.timer(() => void this.dial(), random.between(0, REDIAL_MS), undefined);
  }

  onFrame(socket: Socket, frame: ServerFrame): void {
    const now = this.#now;
    if (!now || now.socket !== socket) return;
    const { time, broken } = this.#center.world;
    if (frame.type === 'posts') {
      this.#count('notices');
      if (!now.claims.some(({ topics, until }) => topics.includes(frame.topic) && until >= time.now))
        broken('leaked', `${this.name} is told of ${frame.topic}, which it does not watch`);
    } else this.#onAnswer(now, frame);
    this.feedWatch.onFrame(frame);
    if (frame.type === 'posts' || frame.type === 'watching') this.#expectRead();
  }

  #onAnswer(now: Watching, frame: ServerFrame): void {
    const { time } = this.#center.world;
    const [current] = now.claims.slice(-1);
    // An answer that comes after its client has given it up says nothing of the frame after it.
    if (!current || answeredTopics(frame).join() !== current.topics.join()) return;
    if (now.unanswered > 1) now.isClean = false;
    now.unanswered = 0;
    now.since = frame.type === 'watching' ? time.now : undefined;
    if (!now.isClean) return;
    for (const claim of now.claims)
      if (claim !== current && claim.until === Infinity) claim.until = time.now + UNDER_WAY_MS;
  }

  /** A client that is told, or answered that it watches, reads the list. */
  #expectRead(): void {
    const { time, broken } = this.#center.world;
    const [told, turn] = [time.now, this.#turn];
    if (!this.#feed || !this.#isVisible) return;
    const check = (): void => {
      if (turn === this.#turn && this.#readAt < told) broken('late', `${this.name} was told, and has not read`);
    };
    time.timer(check, SPREAD_MS + READ_MS, undefined);
  }

  #send(frame: ClientFrame): void {
    const now = this.#now;
    if (!now) return;
    const area = frame.action === 'feed' ? frame.area : undefined;
    now.claims.push({ topics: frame.action === 'feed' ? topicsOf(area) : [], until: Infinity });
    now.unanswered++;
    now.since = undefined;
    this.#sockets.send(now.socket, frame);
  }

  #caller(readings: Reading[]): Session['call'] {
    const { ask, world } = this.#center;
    const call = async (_: unknown, { query }: { readonly query: Readonly<Record<string, unknown>> }) => {
      const from = world.time.now;
      if (query['cursor'] === undefined) this.#readAt = from;
      const texts = Object.entries({ ...query, limit: PAGE }).map(([name, value]) => [name, String(value)] as const);
      const received = await ask(this.name, listPosts, { query: Object.fromEntries(texts) });
      const isOk = received?.status === 200;
      if (query['cursor'] === undefined) readings.push({ from, to: world.time.now, isOk });
      if (!isOk) throw new NetworkError('No answer.');
      return received.body;
    };
    return call as Session['call'];
  }

  #environment(): Environment {
    const { time, random, mutant } = this.#center.world;
    return createEnvironment({
      now: () => Math.round(time.now),
      setTimer: (act, milliseconds) =>
        (mutant.timer?.(milliseconds) ?? true) ? time.timer(act, milliseconds, undefined) : () => undefined,
      random,
      isVisible: () => this.#isVisible,
    });
  }
}

const answeredTopics = (frame: ServerFrame): readonly string[] =>
  frame.type === 'watching' ? topicsOf(frame.area) : [];

/** Returns the topics of an area as the server has them. */
function topicsOf(area: Pick<FeedArea, 'near' | 'radius'> | undefined): readonly string[] {
  const middle = area && pointIn(area.near);
  return topicsOfArea(area && middle && { middle, radiusMeters: area.radius * METERS_PER_KM });
}
