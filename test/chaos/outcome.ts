/** What came of a run, and whether that proves anything. */

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
  readonly kills: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  /** Milliseconds of each. */
  readonly starts: readonly number[];
  readonly latency: Latency;
  /** Milliseconds until everything was at rest, after the last send; and of the whole run. */
  readonly rest: number;
  readonly duration: number;
  readonly verdict: Verdict;
}

/** A run with fewer faults than this of every kind, for so many sends, was none with chaos. */
const SENDS_PER_FAULT = 1_000;

/** @returns why the run has failed, one sentence for each reason; none where it has not */
export function shortcomings(
  { verdict, kills, faults, sends }: Outcome,
  wanted: { readonly kills: number; readonly sends: number },
): readonly string[] {
  const least = Math.ceil(wanted.sends / SENDS_PER_FAULT);
  return [
    ...findingKinds.flatMap((kind) => verdict[kind].map((finding) => `${kind}: ${finding}`)),
    ...(sends < wanted.sends ? [`There were ${sends} sends instead of ${wanted.sends}.`] : []),
    ...(kills < wanted.kills ? [`There were ${kills} kills amid the sends instead of ${wanted.kills}.`] : []),
    ...faultKinds
      .filter((kind) => (faults.get(kind) ?? 0) < least)
      .map(
        (kind) =>
          `'${kind}' befell ${faults.get(kind) ?? 0} instead of at least ${least}: without chaos a run proves nothing.`,
      ),
  ];
}
