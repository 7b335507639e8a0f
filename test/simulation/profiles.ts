/** What goes wrong in a simulation, and how often: probabilities between 0 and 1. */

export interface Faults {
  /** A device's request does not arrive, or its answer does not. */
  readonly requestLost: number;
  readonly answerLost: number;
  /** What was lost is never heard of, instead of ending at once. */
  readonly hung: number;
  /** The gateway answers 503, or 429, and no function is called. */
  readonly unavailable: number;
  readonly throttled: number;
  /** A function is killed in the middle. */
  readonly killed: number;
  /** A write fails for good, before or after it took effect; so does another command; or it is throttled until the SDK's retry. */
  readonly writeFails: number;
  readonly commandFails: number;
  readonly commandThrottled: number;
  /** The answer to a write is lost, and the SDK writes once more. */
  readonly writtenTwice: number;
  /** A batch of keys is answered in part. */
  readonly unprocessed: number;
  /** A batch is delivered again, later. */
  readonly replayed: number;
  /** A record that holds no entry is in the stream. */
  readonly poison: number;
  /** A post is answered 429, fails, or is accepted and lost. */
  readonly postThrottled: number;
  readonly postFails: number;
  readonly frameLost: number;
  /** Of the sockets, each ten seconds; some are told to both sides, some to one, some to nobody. */
  readonly dropped: number;
  /** Nobody tells the function that a socket is closed. */
  readonly disconnectLost: number;
}

/** Nothing that a device or a socket could notice. */
const calm: Faults = {
  requestLost: 0,
  answerLost: 0,
  hung: 0.5,
  unavailable: 0,
  throttled: 0,
  killed: 0,
  writeFails: 0.01,
  commandFails: 0,
  commandThrottled: 0.25,
  writtenTwice: 0.02,
  unprocessed: 0.03,
  replayed: 0.1,
  poison: 0.003,
  postThrottled: 0,
  postFails: 0,
  frameLost: 0,
  dropped: 0,
  disconnectLost: 0,
};

const storm: Faults = {
  requestLost: 0.05,
  answerLost: 0.08,
  hung: 0.5,
  unavailable: 0.03,
  throttled: 0.02,
  killed: 0.08,
  writeFails: 0.02,
  commandFails: 0.01,
  commandThrottled: 0.05,
  writtenTwice: 0.05,
  unprocessed: 0.05,
  replayed: 0.2,
  poison: 0.01,
  postThrottled: 0.1,
  postFails: 0.03,
  frameLost: 0.1,
  dropped: 0.1,
  disconnectLost: 0.5,
};

export interface Profile {
  readonly name: 'chaos' | 'quiet' | 'still';
  readonly calm: Faults;
  readonly storm: Faults;
  /** When faults of the second kind reign: from and to, in milliseconds after the start. */
  readonly storms: readonly (readonly [number, number])[];
  /** How wrong the clocks of functions are, in milliseconds either way. */
  readonly skew: number;
  /** Longest time between the end of `$connect` and the socket's opening, in milliseconds. */
  readonly opening: number;
  /** How long people write, in milliseconds. */
  readonly length: number;
  /** The longest it may take until what is stored is shown, in milliseconds, while the service is up. */
  readonly late: number;
  /** How long after the last message everything is at rest, in milliseconds. */
  readonly rest: number;
}

const MINUTE = 60_000;
const SKEW = 2_000;
const OPENING = 3_000;

/** No drops, so that no reconnect heals what a defect has hidden. */
export const quiet: Profile = {
  name: 'quiet',
  calm,
  storm: calm,
  storms: [],
  skew: SKEW,
  opening: OPENING,
  length: 5 * MINUTE,
  late: 25_000,
  rest: MINUTE / 2,
};

/** Whatever a network, a cloud and a phone do, with times in between in which they do not. */
export const chaos: Profile = {
  name: 'chaos',
  calm,
  storm,
  storms: [
    [0, 1.5 * MINUTE],
    [3.5 * MINUTE, 5 * MINUTE],
  ],
  skew: SKEW,
  opening: OPENING,
  length: 5.5 * MINUTE,
  late: MINUTE + 25_000,
  rest: 3 * MINUTE,
};
