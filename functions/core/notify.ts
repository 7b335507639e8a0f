/** Posting frames to sockets: best effort, since a client that misses a frame catches up. */

import { messageId } from '#contract/message-id.ts';
import { mayStillOpen, type Connection } from './connection.ts';
import type { Entry } from './entry.ts';
import { byId, frameOf, type InlineEntries, isInline, presentedTo } from './inline-entries.ts';
import type { Clock, Connections, Gateway } from './ports.ts';

export interface NotifyServices {
  readonly connections: Pick<Connections, 'list' | 'remove'>;
  readonly gateway: Pick<Gateway, 'post'>;
  readonly clock: Clock;
}

export interface AnnounceServices extends NotifyServices {
  /** Sends entries along. Absent: frames have ids alone. */
  readonly inline?: InlineEntries | undefined;
}

/** Posts under way at once. */
const PARALLEL_POSTS = 16;
/** Attempts at a post that is throttled or fails. */
const ATTEMPTS = 4;
/** First wait after such a post; it doubles with each attempt. */
const BACKOFF_MS = 50;
/** How long we try to deliver a frame while a client waits for its answer. */
const PATIENCE_MS = 3_000;

/**
 * Posts one frame to each socket of the people involved, with the ids of all its new entries.
 * @param deadline epoch milliseconds after which no post is begun
 * @returns how many frames were not delivered
 */
export async function announceEntries(
  entries: readonly Entry[],
  services: AnnounceServices,
  deadline: number,
): Promise<number> {
  const { clock, inline } = services;
  if (clock.now() >= deadline) return entries.length;
  const people = [...new Set(entries.flatMap(({ sender, recipient }) => [sender, recipient]))];
  const read = await readFor(people, entries, services);
  const shown = byId(read.entries);
  const frames = read.sockets.flatMap((connection) => {
    const ids = entries.filter((entry) => concerns(entry, connection)).map(messageId);
    if (ids.length === 0) return [];
    const presented = inline ? presentedTo(connection.username, ids, shown, inline.present) : [];
    return [{ connection, frame: frameOf(ids, presented) }];
  });
  return postAll(frames, services, deadline);
}

/** Reads sockets, and the entries to send along. Without those entries, frames still have the ids. */
async function readFor(
  people: readonly string[],
  entries: readonly Entry[],
  { connections, inline }: AnnounceServices,
): ReturnType<InlineEntries['read']> {
  try {
    if (inline) return await inline.read(people, entries.filter(isInline));
  } catch (error) {
    console.error('No entries are sent along, since they could not be read:', error);
  }
  return { sockets: await connections.list(people), entries: [] };
}

/** The socket that caused a frame, if its person named it. It is skipped among that person's own sockets only. */
interface Origin {
  readonly username: string;
  readonly connectionId: string | undefined;
}

/** Posts the same frame to every socket of some people except its origin. @returns how many were not delivered */
export async function notifyPeople(
  usernames: readonly string[],
  frame: object,
  origin: Origin,
  services: NotifyServices,
): Promise<number> {
  const isOrigin = ({ username, connectionId }: Connection): boolean =>
    username === origin.username && connectionId === origin.connectionId;
  return notifyEach(usernames, frame, services, services.clock.now() + PATIENCE_MS, isOrigin);
}

/**
 * Posts the same frame to the sockets of some people.
 * @param deadline epoch milliseconds after which no post is begun
 * @param isSkipped whether a socket knows already
 * @returns how many were not delivered
 */
export async function notifyEach(
  usernames: readonly string[],
  frame: object,
  services: NotifyServices,
  deadline: number,
  isSkipped: (socket: Connection) => boolean = () => false,
): Promise<number> {
  const connections = await services.connections.list([...new Set(usernames)]);
  const others = connections.filter((connection) => !isSkipped(connection));
  const frames = others.map((connection) => ({ connection, frame }));
  return postAll(frames, services, deadline);
}

/**
 * True if a socket must hear of an entry. Its `origin` knows already, and counts among the sender's own sockets
 * only.
 */
function concerns({ sender, recipient, origin }: Entry, { username, connectionId }: Connection): boolean {
  return username === sender ? connectionId !== origin : username === recipient;
}

async function postAll(
  frames: readonly { connection: Connection; frame: object }[],
  services: NotifyServices,
  deadline: number,
): Promise<number> {
  const { connections, clock } = services;
  return postFrames(
    frames.map(({ connection, frame }) => ({ to: connection, frame })),
    services,
    deadline,
    async (connection) => {
      if (!mayStillOpen(connection, clock.now()))
        await connections.remove(connection.username, [connection.connectionId]);
    },
  );
}

interface Addressed<Socket> {
  readonly to: Socket;
  readonly frame: object;
}

/**
 * Posts frames to sockets, some at a time.
 * @param deadline epoch milliseconds after which no post is begun
 * @param onGone removes a socket that the gateway calls gone. If it fails, the next post finds the socket gone again.
 * @returns how many frames were not delivered to a socket that should have had them; the log names the first failure
 */
export async function postFrames<Socket extends { readonly connectionId: string }>(
  frames: readonly Addressed<Socket>[],
  services: Pick<NotifyServices, 'gateway' | 'clock'>,
  deadline: number,
  onGone: (socket: Socket) => Promise<void>,
): Promise<number> {
  const waiting = frames.values();
  let failed = 0;
  let first: string | undefined;
  const lane = async (): Promise<void> => {
    for (const addressed of waiting) {
      const outcome = await deliver(addressed, services, deadline);
      if (typeof outcome === 'object') {
        failed++;
        first ??= outcome.failure;
      } else if (outcome === 'gone') await onGone(addressed.to).catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL_POSTS, frames.length) }, lane));
  if (failed > 0) console.error(`${failed} of ${frames.length} frames were not posted. The first failed by ${first}.`);
  return failed;
}

interface Failed {
  /** Name of the last error. */
  readonly failure: string;
}

async function deliver(
  { to, frame }: Addressed<{ readonly connectionId: string }>,
  { gateway, clock }: Pick<NotifyServices, 'gateway' | 'clock'>,
  deadline: number,
): Promise<'sent' | 'gone' | Failed> {
  let failure = 'a lack of time';
  for (let attempt = 0; attempt < ATTEMPTS && clock.now() < deadline; attempt++) {
    try {
      const outcome = await gateway.post(to.connectionId, frame);
      if (outcome !== 'throttled') return outcome;
      failure = 'LimitExceededException';
    } catch (error) {
      failure = error instanceof Error ? error.name : 'an unknown error';
    }
    await clock.sleep(BACKOFF_MS * 2 ** attempt * clock.random());
  }
  return { failure };
}
