/** The outcome of a run, and whether it proves anything. */

import { findingKinds, type Verdict } from './judge.ts';
import { faultKinds, type FaultKind } from './plan.ts';
import type { Latency } from './witness.ts';

export interface Outcome {
  readonly seed: number;
  readonly people: number;
  readonly devices: number;
  readonly reloads: number;
  readonly signIns: number;
  readonly sends: number;
  readonly acknowledged: number;
  /** Pictures that were loaded and compared, once for each of their people. */
  readonly pictures: number;
  readonly kills: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  /** How long the cloud took to be ready after each kill. */
  readonly startsMs: readonly number[];
  readonly latency: Latency;
  /** Time from the end of all faults until everything was at rest; and of the whole run. */
  readonly restMs: number;
  readonly durationMs: number;
  readonly verdict: Verdict;
}

/** Sends per fault of each kind. A run with fewer faults proves nothing. */
const SENDS_PER_FAULT = 1_000;
/** Sends per picture that is compared. */
const SENDS_PER_PICTURE = 10;
/** A run may have so many times the sends that were wanted, to get its chaos. */
const MOST_SENDS = 4;

export interface Wanted {
  readonly kills: number;
  readonly sends: number;
}

type Chaos = Pick<Outcome, 'sends' | 'kills' | 'faults'>;

/** @returns whether people may stop writing: which requests and sockets the faults hit is luck */
export function isEnough(chaos: Chaos, wanted: Wanted): boolean {
  if (chaos.sends < wanted.sends) return false;
  return chaos.sends >= MOST_SENDS * wanted.sends || missingChaos(chaos, wanted).length === 0;
}

/** @returns the reasons why a run has failed, one sentence each; none if it has not */
export function shortcomings(outcome: Outcome, wanted: Wanted): readonly string[] {
  const { verdict, sends, pictures } = outcome;
  return [
    ...findingKinds.flatMap((kind) => verdict[kind].map((finding) => `${kind}: ${finding}`)),
    ...(sends < wanted.sends ? [`There were ${sends} sends instead of ${wanted.sends}.`] : []),
    ...(pictures < wanted.sends / SENDS_PER_PICTURE ? [`Only ${pictures} pictures were compared.`] : []),
    ...missingChaos(outcome, wanted),
  ];
}

function missingChaos({ kills, faults }: Chaos, wanted: Wanted): readonly string[] {
  const least = Math.ceil(wanted.sends / SENDS_PER_FAULT);
  return [
    ...(kills < wanted.kills ? [`There were ${kills} kills during the sends instead of ${wanted.kills}.`] : []),
    ...faultKinds
      .filter((kind) => (faults.get(kind) ?? 0) < least)
      .map(
        (kind) =>
          `'${kind}' happened ${faults.get(kind) ?? 0} times instead of ${least}: without chaos, a run proves nothing.`,
      ),
  ];
}
