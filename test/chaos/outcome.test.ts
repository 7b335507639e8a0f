/** When a chaos run counts as a success. */

import { expect, it } from 'vitest';
import { findingKinds, type Verdict } from './judge.ts';
import { isEnough, shortcomings, type Outcome } from './outcome.ts';
import { faultKinds } from './plan.ts';

const clean = Object.fromEntries(findingKinds.map((kind) => [kind, []])) as unknown as Verdict;

const outcome: Outcome = {
  seed: 1,
  people: 2,
  devices: 2,
  reloads: 0,
  signIns: 0,
  sends: 2_000,
  acknowledged: 1_990,
  pictures: 400,
  kills: 3,
  faults: new Map(faultKinds.map((kind) => [kind, 2])),
  startsMs: [],
  latency: { sent: [], received: [] },
  restMs: 0,
  durationMs: 0,
  verdict: clean,
};
const wanted = { sends: 2_000, kills: 3 };

it('a run succeeds if nothing was found in enough chaos', () => {
  expect(shortcomings(outcome, wanted)).toEqual([]);
});

it.each(findingKinds)('a run fails if something is %s', (kind) => {
  expect(shortcomings({ ...outcome, verdict: { ...clean, [kind]: ['it is'] } }, wanted)).toEqual([`${kind}: it is`]);
});

it('a run fails if it had less chaos than planned', () => {
  const faults = new Map(outcome.faults).set('reset after', 1);

  expect(shortcomings({ ...outcome, faults }, wanted)).toEqual([
    "'reset after' happened 1 times instead of 2: without chaos, a run proves nothing.",
  ]);
  expect(shortcomings({ ...outcome, kills: 2 }, wanted)).toEqual(['There were 2 kills during the sends instead of 3.']);
  expect(shortcomings({ ...outcome, pictures: 199 }, wanted)).toEqual(['Only 199 pictures were compared.']);
  expect(shortcomings({ ...outcome, sends: 1_999 }, wanted)).toEqual(['There were 1999 sends instead of 2000.']);
});

it('people write until there was enough chaos, but not for ever', () => {
  const missing = new Map(outcome.faults).set('socket held both ways', 0);

  expect(isEnough(outcome, wanted)).toBe(true);
  expect(isEnough({ ...outcome, sends: 1_999 }, wanted)).toBe(false);
  expect(isEnough({ ...outcome, faults: missing }, wanted)).toBe(false);
  expect(isEnough({ ...outcome, kills: 2 }, wanted)).toBe(false);
  expect(isEnough({ ...outcome, faults: missing, sends: 8_000 }, wanted)).toBe(true);
});
