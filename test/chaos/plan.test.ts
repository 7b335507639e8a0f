/** The plan of a chaos run depends on its seed alone. */

import { expect, it } from 'vitest';
import { faultKinds, planOf, socketFaults } from './plan.ts';

const extent = { seed: 1, sends: 10_000, kills: 20 };

const drawn = (seed: number) => {
  const plan = planOf({ ...extent, seed });
  return {
    kills: plan.kills,
    requests: Array.from({ length: 10_000 }, () => plan.request()),
    sockets: Array.from({ length: 100 }, () => plan.socket()),
  };
};

it('the same seed plans the same faults, and another seed plans others', () => {
  expect(drawn(1)).toEqual(drawn(1));
  expect(drawn(2).kills).not.toEqual(drawn(1).kills);
  expect(drawn(2).requests).not.toEqual(drawn(1).requests);
  expect(drawn(2).sockets).not.toEqual(drawn(1).sockets);
});

it.each([1, 2, 3])(
  'every kind of fault is planned, and all kills come during the sends, in order (seed %i)',
  (seed) => {
    const { kills, requests, sockets } = drawn(seed);

    const planned = new Set([...requests, ...sockets].map((fault) => fault?.kind));
    expect(faultKinds.filter((kind) => !planned.has(kind))).toEqual([]);
    expect(kills).toHaveLength(extent.kills);
    expect(kills.map(({ acknowledged }) => acknowledged)).toEqual(
      kills.map(({ acknowledged }) => acknowledged).sort((one, other) => one - other),
    );
    expect(kills.at(-1)?.acknowledged).toBeLessThan(0.9 * extent.sends);
  },
);

it('the faults of requests do not depend on the sockets', () => {
  const [one, other] = [planOf(extent), planOf(extent)];
  for (let i = 0; i < 10; i++) one.socket();

  const requests = [one, other].map((plan) => Array.from({ length: 100 }, () => plan.request()));
  expect(requests[0]).toEqual(requests[1]);
});

it.each(Array.from({ length: 20 }, (_, seed) => seed))(
  'the first faults of sockets are of all kinds, since a short run has few (seed %i)',
  (seed) => {
    const plan = planOf({ ...extent, seed });
    const kinds = Array.from({ length: 50 }, () => plan.socket()?.kind).filter((kind) => kind !== undefined);

    expect(new Set(kinds.slice(0, socketFaults.length))).toEqual(new Set(socketFaults));
  },
);
