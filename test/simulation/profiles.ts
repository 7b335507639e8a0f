/** What goes wrong in a simulation, and how often, in probabilities from 0 to 1. */

export interface Faults {
  /** A device's request is lost; its answer is lost. */
  readonly requestLost: number;
  readonly answerLost: number;
  /** A loss is silent. Otherwise the request fails at once. */
  readonly hung: number;
  /** The gateway answers 503; it answers 429. No function is invoked. */
  readonly unavailable: number;
  readonly throttled: number;
  /** An invocation is killed in the middle. */
  readonly killed: number;
  /**
   * A write fails for good, before or after it took effect; another command fails; a command is throttled until the SDK
   * repeats it.
   */
  readonly writeFails: number;
  readonly commandFails: number;
  readonly commandThrottled: number;
  /** The answer to a write is lost, and the SDK repeats the write. */
  readonly writtenTwice: number;
  /** Some keys of a batch are left unprocessed. */
  readonly unprocessed: number;
  /** A batch is delivered once more, later. */
  readonly replayed: number;
  /** The stream has a record without an entry. */
  readonly poison: number;
  /** A post is answered 429; it fails; it is accepted, and its frame is lost. */
  readonly postThrottled: number;
  readonly postFails: number;
  readonly frameLost: number;
  /** The bucket answers 503. */
  readonly bucketFails: number;
  /** A socket drops within ten seconds. Both sides learn of it, or one, or neither. */
  readonly dropped: number;
  /** `$disconnect` is not invoked for a socket that has closed. */
  readonly disconnectLost: number;
}

/** Faults that no device and no socket notices. */
export const calm: Faults = {
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
  bucketFails: 0.01,
  dropped: 0,
  disconnectLost: 0,
};

export const storm: Faults = {
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
  bucketFails: 0.1,
  dropped: 0.1,
  disconnectLost: 0.5,
};

export interface Profile {
  readonly name: 'chaos' | 'quiet' | 'repetitive' | 'still' | 'feed' | 'files';
  readonly calm: Faults;
  readonly storm: Faults;
  /** When the faults of `storm` strike instead of those of `calm`: from and to, in milliseconds after the start. */
  readonly storms: readonly (readonly [number, number])[];
  /** When the bucket answers nothing but 503, as above. */
  readonly outages?: readonly (readonly [number, number])[];
  /** Entries travel in their announcement. */
  readonly inline?: true;
  /** How wrong the clocks of functions are at most, in milliseconds either way. */
  readonly skewMs: number;
  /** Longest time from the end of `$connect` until the socket is open, in milliseconds. */
  readonly openingMs: number;
  /** How long people write, in milliseconds. */
  readonly durationMs: number;
  /** While the service is up, how long it may take until a stored entry is shown, in milliseconds. */
  readonly deadlineMs: number;
  /** How long after the last message everything is at rest, in milliseconds. */
  readonly restMs: number;
}

const MINUTE_MS = 60_000;
const SKEW_MS = 2_000;
const OPENING_MS = 3_000;

/** Nothing drops, so no reconnect repairs the effects of a defect. */
export const quiet: Profile = {
  name: 'quiet',
  calm,
  storm: calm,
  storms: [],
  skewMs: SKEW_MS,
  openingMs: OPENING_MS,
  durationMs: 5 * MINUTE_MS,
  deadlineMs: 25_000,
  restMs: MINUTE_MS / 2,
};

/** Entries travel in their announcement, and most batches are delivered once more. */
export const repetitive: Profile = {
  ...quiet,
  name: 'repetitive',
  calm: { ...calm, replayed: 0.8 },
  inline: true,
};

/** Everything that networks, clouds and phones do to messages, with calm times in between. */
export const chaos: Profile = {
  name: 'chaos',
  calm,
  storm,
  storms: [
    [0, 1.5 * MINUTE_MS],
    [3.5 * MINUTE_MS, 5 * MINUTE_MS],
  ],
  skewMs: SKEW_MS,
  openingMs: OPENING_MS,
  durationMs: 5.5 * MINUTE_MS,
  deadlineMs: MINUTE_MS + 25_000,
  restMs: 3 * MINUTE_MS,
};
