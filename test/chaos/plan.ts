/**
 * The faults of a run, all drawn from one seed. The n-th request gets the n-th fault, and each kill has its place
 * among the sends. Which request is the n-th, and what is under way at a kill, depends on the machine and cannot be
 * replayed.
 */

import { randomOf, type Random } from '../simulation/random.ts';

/** Faults of one HTTP request, including one that opens a WebSocket. */
export const requestFaults = [
  'reset before',
  'reset after',
  'answer cut',
  'delayed',
  'request held',
  'answer held',
] as const;
/** Faults of an open WebSocket. While a direction is held, its frames wait. */
export const socketFaults = [
  'socket reset',
  'socket held to cloud',
  'socket held to client',
  'socket held both ways',
] as const;

export interface RequestFault {
  readonly kind: (typeof requestFaults)[number];
  /** How long something is held; 0 if it is not. */
  readonly holdMs: number;
}

export interface SocketFault {
  readonly kind: (typeof socketFaults)[number];
  /** Time after the opening. */
  readonly afterMs: number;
  /** How long frames are held. */
  readonly holdMs: number;
  /** True if the socket is reset then, false if its frames move on. */
  readonly reset: boolean;
}

export type FaultKind = RequestFault['kind'] | SocketFault['kind'];
export const faultKinds: readonly FaultKind[] = [...requestFaults, ...socketFaults];

/** When the cloud is killed: after this number of acknowledged sends, and this time. */
export interface Kill {
  readonly acknowledged: number;
  readonly waitMs: number;
}

export interface Plan {
  readonly kills: readonly Kill[];
  /** Returns the fault of the next request; undefined if it has none. */
  request(): RequestFault | undefined;
  /** Returns the fault of the next WebSocket; undefined if it has none. */
  socket(): SocketFault | undefined;
}

/** Probabilities. A message takes two to four requests, so about every third message meets a fault. */
const requestChances: Readonly<Record<RequestFault['kind'], number>> = {
  'reset before': 0.02,
  'reset after': 0.03,
  'answer cut': 0.01,
  delayed: 0.04,
  'request held': 0.005,
  'answer held': 0.005,
};
const SOCKET_CHANCE = 0.8;
/** The share of kills that hit a cloud while it starts, or right after. */
const AT_START_CHANCE = 0.25;

export interface PlanOptions {
  readonly seed: number;
  readonly sends: number;
  readonly kills: number;
}

export function planOf({ seed, sends, kills }: PlanOptions): Plan {
  // Each kind has its own generator, so none depends on how often another was used.
  const [forKills, forRequests, forSockets] = [randomOf(3 * seed), randomOf(3 * seed + 1), randomOf(3 * seed + 2)];
  let planned = 0;
  return {
    kills: killsOf(forKills, sends, kills),
    request: () => requestFaultOf(forRequests),
    socket: () => {
      const fault = socketFaultOf(forSockets, planned);
      if (fault) planned++;
      return fault;
    },
  };
}

/** Spreads the kills over all sends but the last tenth, so that each hits while people write. */
function killsOf(random: Random, sends: number, count: number): readonly Kill[] {
  const kills: Kill[] = [];
  for (let i = 0; i < count; i++) {
    const before = kills.at(-1);
    if (before && random.chance(AT_START_CHANCE))
      kills.push({ acknowledged: before.acknowledged, waitMs: random.between(0, 2_500) });
    else
      kills.push({ acknowledged: Math.floor((0.9 * sends * (i + random())) / count), waitMs: random.between(0, 500) });
  }
  return kills;
}

function requestFaultOf(random: Random): RequestFault | undefined {
  // Always draws the same number of values, so the next fault does not depend on this one.
  const [dice, length] = [random(), random()];
  let bound = 0;
  const kind = requestFaults.find((each) => dice < (bound += requestChances[each]));
  return kind && { kind, holdMs: waitOf(kind, length) };
}

/** @param length from 0 to 1 */
function waitOf(kind: RequestFault['kind'], length: number): number {
  if (kind === 'delayed') return 10 + 490 * length;
  // A client gives up after 20 s. What is held longer arrives after its repetition.
  if (kind === 'request held' || kind === 'answer held') return 1_000 + 24_000 * length ** 2;
  return 0;
}

/** @param count how many faults of sockets came before: the kinds take turns, since a short run has few sockets */
function socketFaultOf(random: Random, count: number): SocketFault | undefined {
  const kind = socketFaults[count % socketFaults.length] ?? 'socket reset';
  const fault = {
    kind,
    afterMs: random.between(0, 3_000),
    holdMs: random.between(1_000, 12_000),
    reset: random.chance(0.5),
  };
  return random.chance(SOCKET_CHANCE) ? fault : undefined;
}
