/**
 * The end of sessions. Access tokens outlive their session by some minutes, so whoever ends one also keeps its tokens from
 * opening sockets: the mark is set before the sockets are read, and a socket that opens is written down only where there is
 * no mark, so that whichever comes second sees the other.
 */

import { Refusal } from '#contract/refusal.ts';
import type { Accounts, Tokens } from './accounts.ts';
import type { Clock } from './clock.ts';
import type { Connection, Connections } from './notify.ts';

/** How long refresh tokens live, in milliseconds: 30 days, as the user pool's client says. */
export const SESSION_LIFE = 30 * 24 * 60 * 60_000;
/** Sockets a person may have open; one more closes the oldest. */
const SOCKETS_MAX = 10;
/** What a device that tells nothing of itself is called. */
const UNKNOWN_DEVICE = 'Unknown device';
/** A socket that was written down this long ago may not be open yet, and so can not be closed yet. Milliseconds. */
const YOUNG = 30_000;
/** Tries of closing a young socket, and the pause between two in milliseconds. */
const ATTEMPTS = 8;
const PAUSE = 200;

/** One person's sockets, and what keeps others from opening. Times are epoch milliseconds. */
export interface SocketRegister extends Pick<Connections, 'of'> {
  /** Writes a socket down, and answers all of the person's; undefined where its session, or all up to its token's issue, were ended. */
  add(connection: Connection, issuedAt: number): Promise<readonly Connection[] | undefined>;
  forget(username: string, connections: readonly Connection[]): Promise<void>;
  /** Keeps a session from opening sockets, and answers all sockets the person has. */
  markSession(username: string, session: string, at: number): Promise<readonly Connection[]>;
  /** Keeps every token issued up to then from opening sockets, and answers all sockets the person has. */
  markAll(username: string, at: number): Promise<readonly Connection[]>;
  /** Keeps a session from being refreshed, for as long as refresh tokens live. */
  revoke(username: string, session: string, at: number): Promise<void>;
  isRevoked(username: string, session: string): Promise<boolean>;
}

export interface Sockets {
  readonly connections: SocketRegister;
  readonly gateway: { close(connectionId: string): Promise<'closed' | 'gone'> };
  readonly clock: Clock;
}

export interface SessionServices {
  readonly accounts: Pick<Accounts, 'refresh' | 'revoke' | 'signOutEverywhere'>;
  readonly sockets: Sockets;
}

/** Lets a socket of a living session open. @returns whether it may */
export async function openSocket(
  { connections, gateway }: Sockets,
  connection: Connection,
  issuedAt: number,
): Promise<boolean> {
  const open = await connections.add(connection, issuedAt);
  if (!open) return false;
  const surplus = open.toSorted((one, other) => other.connectedAt - one.connectedAt).slice(SOCKETS_MAX);
  if (surplus.length > 0) {
    // Whatever goes wrong with the oldest, the newest may open.
    const closed = surplus.map(({ connectionId }) => gateway.close(connectionId));
    await Promise.allSettled([...closed, connections.forget(connection.username, surplus)]);
  }
  return true;
}

/** Ends the session a refresh token is of. One that is past ends nothing. */
export async function signOut({ accounts, sockets }: SessionServices, refreshToken: string): Promise<void> {
  const { username, session, refreshToken: next = refreshToken } = await accounts.refresh(refreshToken);
  // Should it fail half-way, nobody goes on with a session that can be refreshed, and opens no socket.
  await endSession(sockets, username, session);
  // Last, so that whatever failed before can be repeated with the same cookie.
  await accounts.revoke(next);
}

/** Ends one of a person's sessions from another: only the session itself has its refresh token, so the token is refused when it comes. */
export async function endSession(sockets: Sockets, username: string, session: string): Promise<void> {
  await sockets.connections.revoke(username, session, sockets.clock.now());
  await closeSession(sockets, username, session);
}

/**
 * Ends every session of a person. Tokens tell their issue in whole seconds; so that those of a sign-in that follows are told
 * from those that end here, this answers in the next second.
 */
export async function endAllSessions(
  { accounts, sockets }: { readonly accounts: Pick<Accounts, 'signOutEverywhere'>; readonly sockets: Sockets },
  username: string,
): Promise<void> {
  const { clock } = sockets;
  // What ends all refresh tokens ends that with which this is asked for again, should it fail half-way: before, the sockets are closed.
  await closeAll(sockets, username, clock.now());
  await accounts.signOutEverywhere(username);
  // And again, for what was refreshed and opened in between.
  const at = clock.now();
  await Promise.all([closeAll(sockets, username, at), clock.sleep(1000 - (at % 1000))]);
}

/** Exchanges a refresh token, unless its session was ended from another. */
export async function refresh({ accounts, sockets }: SessionServices, refreshToken: string): Promise<Tokens> {
  const tokens = await accounts.refresh(refreshToken);
  if (!(await sockets.connections.isRevoked(tokens.username, tokens.session))) return tokens;
  await accounts.revoke(tokens.refreshToken ?? refreshToken);
  throw new Refusal('no-session', 'This session was ended. Sign in again.');
}

/** A session with a socket open. */
export interface LiveSession {
  readonly session: string;
  readonly device: string;
  /** Epoch milliseconds; of its oldest socket. */
  readonly connectedAt: number;
}

/** A person's sessions that are connected, the one connected last first. */
export async function liveSessions(
  { connections }: Pick<Sockets, 'connections'>,
  username: string,
): Promise<readonly LiveSession[]> {
  const bySession = new Map<string, LiveSession>();
  const sockets = await connections.of([username]);
  for (const { session, device = UNKNOWN_DEVICE, connectedAt } of sockets.toSorted(
    (one, other) => other.connectedAt - one.connectedAt,
  )) {
    bySession.set(session, { session, device, connectedAt });
  }
  return [...bySession.values()].sort((one, other) => other.connectedAt - one.connectedAt);
}

async function closeSession(sockets: Sockets, username: string, session: string): Promise<void> {
  const open = await sockets.connections.markSession(username, session, sockets.clock.now());
  await close(
    sockets,
    username,
    open.filter((connection) => connection.session === session),
  );
}

async function closeAll(sockets: Sockets, username: string, at: number): Promise<void> {
  await close(sockets, username, await sockets.connections.markAll(username, at));
}

async function close(sockets: Sockets, username: string, connections: readonly Connection[]): Promise<void> {
  await Promise.all(connections.map((connection) => closeSocket(sockets, connection)));
  await sockets.connections.forget(username, connections);
}

async function closeSocket({ gateway, clock }: Sockets, { connectionId, connectedAt }: Connection): Promise<void> {
  for (let attempt = 1; (await gateway.close(connectionId)) === 'gone'; attempt++) {
    if (attempt === ATTEMPTS || clock.now() - connectedAt > YOUNG) return;
    await clock.sleep(PAUSE);
  }
}
