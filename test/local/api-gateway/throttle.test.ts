/** The token bucket of a stage. */
import { describe, expect, it } from 'vitest';
import { createThrottle } from '#local/api-gateway/throttle.ts';

function stage({ rateLimit = 10, burstLimit = 3 } = {}) {
  const time = { now: 1_000_000 };
  const faults = { on: true };
  const throttling = new Map([['api', { rateLimit, burstLimit }]]);
  const accept = createThrottle(
    { throttling },
    () => faults.on,
    () => time.now,
  );
  const accepted = (count: number): number => Array.from({ length: count }, () => accept('api')).filter(Boolean).length;
  return { time, faults, accept, accepted };
}

describe('a throttled stage', () => {
  it('accepts its burst at once, and then its rate', () => {
    const { time, accepted } = stage();

    expect(accepted(5)).toBe(3);
    time.now += 100;
    expect(accepted(5)).toBe(1);
    time.now += 99;
    expect(accepted(5)).toBe(0);
  });

  it('never saves up more than its burst', () => {
    const { time, accepted } = stage();

    accepted(3);
    time.now += 3_600_000;

    expect(accepted(10)).toBe(3);
  });

  it('accepts everything without limits, and while throttling is off', () => {
    const { faults, accept, accepted } = stage();

    expect(accept('other')).toBe(true);
    faults.on = false;
    expect(accepted(10)).toBe(10);
  });
});
