import { expect, it } from 'vitest';
import { findingKinds, type Verdict } from './judge.ts';
import { shortcomings, type Outcome } from './outcome.ts';
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
  kills: 3,
  faults: new Map(faultKinds.map((kind) => [kind, 2])),
  starts: [],
  latency: { sent: [], received: [] },
  rest: 0,
  duration: 0,
  verdict: clean,
};
const wanted = { sends: 2_000, kills: 3 };

it('a run in which nothing was found, amid enough chaos, is a success', () => {
  expect(shortcomings(outcome, wanted)).toEqual([]);
});

it.each(findingKinds)('a run in which something is %s has failed', (kind) => {
  expect(shortcomings({ ...outcome, verdict: { ...clean, [kind]: ['it is'] } }, wanted)).toEqual([`${kind}: it is`]);
});

it('a run with less chaos than was asked for has failed', () => {
  const faults = new Map(outcome.faults).set('reset after', 1);

  expect(shortcomings({ ...outcome, faults }, wanted)).toEqual([
    "'reset after' befell 1 instead of at least 2: without chaos a run proves nothing.",
  ]);
  expect(shortcomings({ ...outcome, kills: 2 }, wanted)).toEqual(['There were 2 kills amid the sends instead of 3.']);
  expect(shortcomings({ ...outcome, sends: 1_999 }, wanted)).toEqual(['There were 1999 sends instead of 2000.']);
});
