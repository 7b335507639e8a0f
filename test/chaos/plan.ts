/**
 * What will go wrong in a run, all of it drawn from one seed. The n-th request gets the n-th fault and each kill has its place
 * among the sends; which request is the n-th, and what is under way at a kill, is up to the machine and can not be replayed.
 */

import { randomOf, type Random } from '../simulation/random.ts';

/** What befalls one request over HTTP, the one that opens a WebSocket included. */
export const requestFaults = [
  'reset before',
  'reset after',
  'answer cut',
  'delayed',
  'request held',
  'answer held',
] as const;
/** What befalls an open WebSocket; held: frames of that direction wait. */
export const socketFaults = [
  'socket reset',
  'socket held to cloud',
  'socket held to client',
  'socket held both ways',
] as const;

export interface RequestFault {
  readonly kind: (typeof requestFaults)[number];
  /** How long it waits, in milliseconds; 0 where it does not. */
  readonly for: number;
}

export interface SocketFault {
  readonly kind: (typeof socketFaults)[number];
  /** Milliseconds after the opening. */
  readonly after: number;
  /** Milliseconds that frames are held. */
  readonly for: number;
  /** Whether the socket is reset then, instead of coming to life again. */
  readonly reset: boolean;
}

export type FaultKind = RequestFault['kind'] | SocketFault['kind'];
export const faultKinds: readonly FaultKind[] = [...requestFaults, ...socketFaults];

/** The cloud is killed when so many sends are acknowledged, and so many milliseconds more have passed. */
export interface Kill {
  readonly acknowledged: number;
  readonly wait: number;
}

export interface Plan {
  readonly kills: readonly Kill[];
  /** Of the next request; undefined where nothing goes wrong. */
  request(): RequestFault | undefined;
  /** Of the next WebSocket. */
  socket(): SocketFault | undefined;
}

/** Probabilities. A message takes two to four requests, so every second one or so meets a fault. */
const requestChances: Readonly<Record<RequestFault['kind'], number>> = {
  'reset before': 0.02,
  'reset after': 0.03,
  'answer cut': 0.01,
  delayed: 0.04,
  'request held': 0.005,
  'answer held': 0.005,
};
const SOCKET_CHANCE = 0.8;
/** Kills that hit a cloud which is starting, or has only just started. */
const AT_START_CHANCE = 0.25;

export interface Extent {
  readonly seed: number;
  readonly sends: number;
  readonly kills: number;
}

export function planOf({ seed, sends, kills }: Extent): Plan {
  // One source for each, so that none depends on how often another was asked.
  const [forKills, forRequests, forSockets] = [randomOf(3 * seed), randomOf(3 * seed + 1), randomOf(3 * seed + 2)];
  let sockets = 0;
  return {
    kills: killsOf(forKills, sends, kills),
    request: () => requestFaultOf(forRequests),
    socket: () => socketFaultOf(forSockets, sockets++),
  };
}

/** Spread over all sends but the last tenth, so that each hits while people write. */
function killsOf(random: Random, sends: number, count: number): readonly Kill[] {
  const kills: Kill[] = [];
  for (let i = 0; i < count; i++) {
    const before = kills.at(-1);
    if (before && random.chance(AT_START_CHANCE))
      kills.push({ acknowledged: before.acknowledged, wait: random.between(0, 2_500) });
    else kills.push({ acknowledged: Math.floor((0.9 * sends * (i + random())) / count), wait: random.between(0, 500) });
  }
  return kills;
}

function requestFaultOf(random: Random): RequestFault | undefined {
  // Always as many numbers, so that the next fault does not depend on this one.
  const [dice, length] = [random(), random()];
  let bound = 0;
  const kind = requestFaults.find((each) => dice < (bound += requestChances[each]));
  return kind && { kind, for: waitOf(kind, length) };
}

/** @param length from 0 to 1 */
function waitOf(kind: RequestFault['kind'], length: number): number {
  if (kind === 'delayed') return 10 + 490 * length;
  // Up to longer than a client waits, which is 20 s: then what was held arrives after its repetition.
  if (kind === 'request held' || kind === 'answer held') return 1_000 + 24_000 * length ** 2;
  return 0;
}

/** @param count sockets before it: the kinds take turns, since in a short run there are few sockets */
function socketFaultOf(random: Random, count: number): SocketFault | undefined {
  const kind = socketFaults[count % socketFaults.length] ?? 'socket reset';
  const fault = {
    kind,
    after: random.between(0, 3_000),
    for: random.between(1_000, 12_000),
    reset: random.chance(0.5),
  };
  return random.chance(SOCKET_CHANCE) ? fault : undefined;
}
