/**
 * The life of sessions and their sockets. Access tokens outlive their session by some minutes, so ending a
 * session also keeps its tokens from opening sockets: the mark is set before the sockets are read, and a socket
 * is added only where there is no mark. So whichever comes second sees the other.
 */

import { Refusal } from '#contract/refusal.ts';
import type { Tokens } from './account.ts';
import { mayStillOpen, type Connection } from './connection.ts';
import type { Accounts, Clock, Connections, Gateway, SocketFinder } from './ports.ts';
import { retry } from './retry.ts';

export interface SocketServices {
  readonly connections: Omit<Connections, 'list' | 'isEnded' | 'markSecondFactor' | 'hasSecondFactor'>;
  readonly gateway: Pick<Gateway, 'close'>;
  readonly clock: Clock;
}

export interface EndAllServices extends SocketServices {
  readonly accounts: Pick<Accounts, 'signOutEverywhere'>;
}

export interface SessionServices extends EndAllServices {
  readonly accounts: Pick<Accounts, 'refresh' | 'revoke' | 'signOutEverywhere'>;
}

/** How long refresh tokens live: 30 days, as the user pool's client is configured. */
export const SESSION_LIFETIME_MS = 30 * 24 * 60 * 60_000;
/** Sockets that a person may have open; one more closes the oldest. */
export const SOCKETS_MAX = 10;
/** The name of a device that sends no `User-Agent`. */
const UNKNOWN_DEVICE = 'Unknown device';
/** Attempts to close a socket that may not be open yet. */
const ATTEMPTS = 8;
const RETRY_DELAY_MS = 200;

interface OpenSocketServices extends SocketServices {
  readonly finder: SocketFinder;
}

/** Whether a socket may open: `ended` is its session, or `full` the person's number of sockets. */
export type Opening = 'open' | 'ended' | 'full';

/**
 * Lets a socket of a living session open, and closes the person's oldest in exchange if there are too many. Only a
 * closed socket loses its row: one without a row would hear nothing and outlive its session. A socket that is itself
 * only opening cannot be closed yet, so the newcomer is refused.
 * @param issuedAt when the access token was issued that opens it, in epoch milliseconds
 */
export async function openSocket(
  services: OpenSocketServices,
  connection: Connection,
  issuedAt: number,
): Promise<Opening> {
  const { connections, gateway, clock } = services;
  const { username, connectionId } = connection;
  const stored = await connections.add(connection, issuedAt);
  if (!stored) return 'ended';
  const sockets = await withoutGone(services, connection, stored);
  const surplus = sockets.length - SOCKETS_MAX;
  if (surplus <= 0) return 'open';

  const oldest = sockets
    .filter((socket) => socket.connectionId !== connectionId)
    .sort((one, other) => one.connectedAt - other.connectedAt)
    .slice(0, surplus);
  const outcomes = await Promise.allSettled(oldest.map((socket) => gateway.close(socket.connectionId)));
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') console.error('A socket too many could not be closed.', outcome.reason);
  const isGone = (socket: Connection): boolean => !mayStillOpen(socket, clock.now());
  const settled = oldest.map((socket, i) => ({ socket, outcome: outcomes[i] }));
  const closed = settled.filter(
    ({ socket, outcome }) => outcome?.status === 'fulfilled' && (outcome.value === 'closed' || isGone(socket)),
  );
  const isOpening = settled.some(
    ({ socket, outcome }) => outcome?.status === 'fulfilled' && outcome.value === 'gone' && !isGone(socket),
  );
  const removed = idsOf(closed.map(({ socket }) => socket));
  await connections.remove(username, isOpening ? [...removed, connectionId] : removed);
  // Where closing an old one failed, the newcomer opens all the same: the next one tries again.
  return isOpening ? 'full' : 'open';
}

/**
 * Forgets the person's sockets that closed without a `$disconnect`, which the gateway calls as a best effort and a
 * crash never: otherwise the person would seem online for as long as a socket may live.
 * @returns the sockets that are left
 */
async function withoutGone(
  { connections, finder, clock }: OpenSocketServices,
  { username, connectionId }: Connection,
  sockets: readonly Connection[],
): Promise<readonly Connection[]> {
  const others = sockets.filter((each) => each.connectionId !== connectionId && !mayStillOpen(each, clock.now()));
  const answers = await Promise.allSettled(others.map((each) => finder.isGone(each.connectionId)));
  const gone = others.filter((_, i) => {
    const answer = answers[i];
    return answer?.status === 'fulfilled' && answer.value;
  });
  // What cannot be asked or removed now is tried again when the next socket opens.
  if (gone.length > 0) await Promise.allSettled([connections.remove(username, idsOf(gone))]);
  return sockets.filter((each) => !gone.includes(each));
}

/** Ends the session of a refresh token. @throws {Refusal} `no-session` for a token that is no longer valid */
export async function signOut(services: SessionServices, refreshToken: string): Promise<void> {
  const { accounts } = services;
  const { username, session, refreshToken: next = refreshToken } = await accounts.refresh(refreshToken);
  // If this fails half-way, the session can no longer be refreshed and opens no socket.
  const sockets = await markSessionEnded(services, username, session);
  try {
    // Revoke the token after all that can fail, so that it can be repeated with the same cookie.
    await accounts.revoke(next);
  } finally {
    await closeAndRemove(services, username, sockets);
  }
}

/**
 * Ends one of a person's sessions from another. Only the session itself has its refresh token, so the token is
 * refused when it is used.
 */
export async function endSession(services: SocketServices, username: string, session: string): Promise<void> {
  await closeAndRemove(services, username, await markSessionEnded(services, username, session));
}

/**
 * Ends every session of a person. Tokens carry their issue in whole seconds, so this returns in the next
 * second: a sign-in that follows gets tokens that can be told from the ended ones.
 *
 * A step that fails keeps no other from being done, and all can be repeated.
 * @throws where refresh tokens may still be valid, or access tokens may still open sockets
 */
export async function endAllSessions(services: EndAllServices, username: string): Promise<void> {
  const { accounts, clock } = services;
  try {
    // First, since refresh tokens live longest. The mark that follows covers what was refreshed until then.
    await retry(clock, () => accounts.signOutEverywhere(username));
  } finally {
    // The wait is read from the clock after the mark is, so that it never ends in the second of the mark.
    await Promise.all([endAllSockets(services, username), clock.sleep(1000 - (clock.now() % 1000))]);
  }
}

/**
 * Ends what sessions left behind: access tokens open no sockets any more, and open sockets close. Refresh tokens stay,
 * and a token of the same second counts as ended: it is for an account in which nobody can sign in.
 * @throws where access tokens may still open sockets
 */
export async function endAllSockets(services: SocketServices, username: string): Promise<void> {
  const { connections, clock } = services;
  const at = clock.now();
  const sockets = await retry(clock, () => connections.markAllEnded(username, at));
  await closeAndRemove(services, username, sockets);
}

/** Exchanges a refresh token. @throws {Refusal} `no-session` where its session was ended, also from another session */
export async function refresh(
  { accounts, connections }: Pick<SessionServices, 'accounts' | 'connections'>,
  refreshToken: string,
): Promise<Tokens> {
  const tokens = await accounts.refresh(refreshToken);
  if (!(await connections.isRevoked(tokens.username, tokens.session))) return tokens;
  await accounts.revoke(tokens.refreshToken ?? refreshToken);
  throw new Refusal('no-session', 'This session was ended. Sign in again.');
}

/** A session with a socket open. */
export interface LiveSession {
  readonly session: string;
  readonly device: string;
  /** When its oldest socket connected, in epoch milliseconds. */
  readonly connectedAt: number;
}

/** Returns a person's connected sessions, the one connected last first. */
export async function listSessions(
  connections: Pick<Connections, 'list'>,
  username: string,
): Promise<readonly LiveSession[]> {
  const bySession = new Map<string, LiveSession>();
  const sockets = await connections.list([username]);
  for (const { session, device = UNKNOWN_DEVICE, connectedAt } of sockets.toSorted(
    (one, other) => other.connectedAt - one.connectedAt,
  )) {
    bySession.set(session, { session, device, connectedAt });
  }
  return [...bySession.values()].sort((one, other) => other.connectedAt - one.connectedAt);
}

/** @returns the session's sockets */
async function markSessionEnded(
  { connections, clock }: SocketServices,
  username: string,
  session: string,
): Promise<readonly Connection[]> {
  await connections.revoke(username, session, clock.now());
  const open = await connections.markEnded(username, session, clock.now());
  return open.filter((connection) => connection.session === session);
}

/**
 * Closes sockets and removes them from the table. Never throws: the sessions have ended already, and a socket that
 * stays open is sent nothing once it is not in the table, but notices that there are posts: they say no more than that,
 * and end with the socket.
 */
async function closeAndRemove(
  services: SocketServices,
  username: string,
  sockets: readonly Connection[],
): Promise<void> {
  const { connections, clock } = services;
  await Promise.allSettled(sockets.map((connection) => closeSocket(services, connection)));
  await Promise.allSettled([retry(clock, () => connections.remove(username, idsOf(sockets)))]);
}

async function closeSocket({ gateway, clock }: SocketServices, connection: Connection): Promise<void> {
  const close = () => retry(clock, () => gateway.close(connection.connectionId));
  for (let attempt = 1; (await close()) === 'gone'; attempt++) {
    if (attempt === ATTEMPTS || !mayStillOpen(connection, clock.now())) return;
    await clock.sleep(RETRY_DELAY_MS);
  }
}

const idsOf = (sockets: readonly Connection[]): string[] => sockets.map(({ connectionId }) => connectionId);
