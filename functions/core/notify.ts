/** Telling sockets the ids of new entries: best effort, since a client that misses a frame catches up. */

import { messageId } from '#contract/message-id.ts';
import type { Clock } from './clock.ts';
import type { Entry } from './entry.ts';

/** A live WebSocket of a person. */
export interface Connection {
  readonly connectionId: string;
  readonly username: string;
  readonly session: string;
  /** Epoch milliseconds. */
  readonly connectedAt: number;
  /** What it runs on, as far as it told. */
  readonly device?: string | undefined;
}

export interface Connections {
  /** The live sockets of these people, strongly consistent. */
  of(usernames: readonly string[]): Promise<readonly Connection[]>;
  /** Forgets a socket; nothing happens where it is forgotten already. */
  remove(connection: Pick<Connection, 'username' | 'connectionId'>): Promise<void>;
}

export interface Gateway {
  /** Posts a frame to a socket. `gone`: there is no such socket; `throttled`: try later. Anything else is thrown. */
  post(connectionId: string, frame: object): Promise<'sent' | 'gone' | 'throttled'>;
}

export interface Notifier {
  readonly connections: Connections;
  readonly gateway: Gateway;
  readonly clock: Clock;
}

/** A socket this young may just not be open yet: `$connect` writes it before the handshake is over. Milliseconds. */
const YOUNG = 30_000;
/** Posts under way at once. */
const PARALLEL = 16;
/** Tries of one post that is throttled or fails. */
const ATTEMPTS = 4;
/** First wait after such a post, in milliseconds; doubles with each. */
const BACKOFF = 50;
/** How long a frame is tried to be delivered while somebody waits for an answer, in milliseconds. */
const PATIENCE = 3_000;

/**
 * One frame for each socket of the people involved, with all its new ids.
 * @param deadline epoch milliseconds after which nothing is begun any more
 * @returns how many frames were not delivered
 */
export async function notifyOfEntries(
  entries: readonly Entry[],
  notifier: Notifier,
  deadline: number,
): Promise<number> {
  if (notifier.clock.now() >= deadline) return entries.length;
  const people = new Set(entries.flatMap(({ sender, recipient }) => [sender, recipient]));
  const frames = (await notifier.connections.of([...people])).flatMap((connection) => {
    const ids = entries.filter((entry) => concerns(entry, connection)).map(messageId);
    return ids.length > 0 ? [{ connection, frame: { type: 'messages', ids } }] : [];
  });
  return postAll(frames, notifier, deadline);
}

/** A person's socket that knows already, where they named one; it is skipped among their own sockets only. */
interface Informed {
  readonly username: string;
  readonly connectionId: string | undefined;
}

/** The same frame for every socket of some people, except one. @returns how many were not delivered */
export async function notifyPeople(
  usernames: readonly string[],
  frame: object,
  except: Informed,
  notifier: Notifier,
): Promise<number> {
  const deadline = notifier.clock.now() + PATIENCE;
  const connections = await notifier.connections.of([...new Set(usernames)]);
  const others = connections.filter(
    ({ username, connectionId }) => username !== except.username || connectionId !== except.connectionId,
  );
  return postAll(
    others.map((connection) => ({ connection, frame })),
    notifier,
    deadline,
  );
}

/** The socket that sent an entry knows of it; `origin` is honoured among the sender's own sockets only. */
function concerns({ sender, recipient, origin }: Entry, { username, connectionId }: Connection): boolean {
  return username === sender ? connectionId !== origin : username === recipient;
}

async function postAll(
  frames: readonly { connection: Connection; frame: object }[],
  notifier: Notifier,
  deadline: number,
): Promise<number> {
  const waiting = frames.values();
  let failed = 0;
  const lane = async (): Promise<void> => {
    for (const { connection, frame } of waiting) {
      if (!(await deliver(connection, frame, notifier, deadline))) failed++;
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, frames.length) }, lane));
  return failed;
}

/** @returns false where a frame was dropped that an open socket should have had */
async function deliver(
  connection: Connection,
  frame: object,
  { connections, gateway, clock }: Notifier,
  deadline: number,
): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS && clock.now() < deadline; attempt++) {
    const outcome = await gateway.post(connection.connectionId, frame).catch(() => 'failed' as const);
    if (outcome === 'sent') return true;
    if (outcome === 'gone') {
      // A socket that can not be forgotten now is found to be gone the next time, too.
      if (clock.now() - connection.connectedAt > YOUNG) await connections.remove(connection).catch(() => undefined);
      return true;
    }
    await clock.sleep(BACKOFF * 2 ** attempt * clock.random());
  }
  return false;
}
