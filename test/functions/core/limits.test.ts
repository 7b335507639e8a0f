/** Limits: the rate of sends, and what is counted by hour. */

import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { append } from '#functions/core/append.ts';
import { countConversation, countReport, nextArrivalTimes } from '#functions/core/limits.ts';
import type { DistinctCounters, Counters } from '#functions/core/ports.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { message, messages } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

const rate = { perMinute: 60, burst: 20 };

/** Sends by alice at these milliseconds. @returns which were allowed */
function sending(times: readonly number[], { perMinute, burst } = rate): boolean[] {
  let arrivalTimes = {};
  return times.map((time) => {
    try {
      arrivalTimes = nextArrivalTimes(arrivalTimes, 'alice', { perMinute, burst }, NOW + time);
      return true;
    } catch {
      return false;
    }
  });
}

const times = (count: number, time: number): number[] => Array<number>(count).fill(time);

describe('the rate of sends', () => {
  it('allows a burst, then one for each interval that has passed', () => {
    const burst = Array<boolean>(20).fill(true);

    expect(sending(times(21, 0))).toEqual([...burst, false]);
    expect(sending([...times(20, 0), 999, 1000, 1000, 2000])).toEqual([...burst, false, true, false, true]);
    expect(sending([...times(20, 0), ...times(21, 60_000)])).toEqual([...burst, ...burst, false]);
  });

  it('never allows more in any period than the burst and the rate', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 100 }), (pauses) => {
        const asked = pauses.map((_, i) => pauses.slice(0, i + 1).reduce((sum, pause) => sum + pause, 0));
        const passed = sending(asked, { perMinute: 60, burst: 5 });
        const sent = asked.filter((_, i) => passed[i]);
        const tooMany = sent.flatMap((from, i) =>
          sent.slice(i).filter((to, count) => count + 1 > 5 + Math.floor((to - from) / 1000)),
        );
        expect(tooMany).toEqual([]);
      }),
    );
  });

  it('says when to retry', () => {
    expect(() => nextArrivalTimes({ alice: NOW + 20_500 }, 'alice', rate, NOW)).toThrow(
      expect.objectContaining({ code: 'too-many-requests', retryAfter: 2 }) as Error,
    );
  });

  it('is kept per person, and forgets those who have not written for long', () => {
    const before = { alice: NOW + 20_000, bob: NOW + 5_000, carol: NOW - 1 };

    expect(nextArrivalTimes(before, 'bob', rate, NOW)).toEqual({ alice: NOW + 20_000, bob: NOW + 6_000 });
  });

  it.each([30_000, 3_600_000, 1e12])('takes what a clock %i ms ahead wrote for a burst that was used up', (skew) => {
    const byWrongClock = nextArrivalTimes({}, 'alice', rate, NOW + skew);

    const after = nextArrivalTimes(byWrongClock, 'alice', rate, NOW);

    expect(after).toEqual({ alice: NOW + 20_000 });
    expect(() => nextArrivalTimes(after, 'alice', rate, NOW)).toThrow(
      expect.objectContaining({ code: 'too-many-requests', retryAfter: 1 }) as Error,
    );
    expect(nextArrivalTimes(after, 'alice', rate, NOW + 1000)).toEqual({ alice: NOW + 21_000 });
    expect(nextArrivalTimes(byWrongClock, 'bob', rate, NOW)).toEqual({ alice: NOW + 19_000, bob: NOW + 1000 });
  });

  it('never refuses anyone for longer than an interval and the difference that clocks may have', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 300 }),
        (skew, burst, perMinute) => {
          const byWrongClock = nextArrivalTimes({}, 'alice', { perMinute, burst }, NOW + skew);
          const isLetThrough = (at: number) => {
            try {
              return 'alice' in nextArrivalTimes(byWrongClock, 'alice', { perMinute, burst }, at);
            } catch {
              return false;
            }
          };
          // Arrival times are whole milliseconds.
          const wait = Math.ceil(60_000 / perMinute) + 1 + 5_000;

          expect(isLetThrough(NOW) || isLetThrough(NOW + wait)).toBe(true);
        },
      ),
    );
  });

  it('counts for a person called constructor like for any other', () => {
    expect(nextArrivalTimes({}, 'constructor', rate, NOW)).toEqual({ constructor: NOW + 1000 });
  });

  it('is kept in the newest entry, and a refused send writes nothing', async () => {
    const log = new MemoryLog(messages(1));
    const clock = manualClock();
    const slow = { perMinute: 60, burst: 2 };
    const one = () =>
      append(log, { draft: message(), after: undefined, admit: async () => undefined, rate: slow }, clock);

    await one();
    await one();
    await expect(one()).rejects.toMatchObject({ code: 'too-many-requests', retryAfter: 1 });
    clock.time += 1000;
    await one();

    expect(log.entries.map(({ arrivalTimes }) => arrivalTimes?.['alice'])).toEqual([
      undefined,
      NOW + 1000,
      NOW + 2000,
      NOW + 3000,
    ]);
  });

  it('does not count a repeat', async () => {
    const log = new MemoryLog();
    const draft = message();
    const slow = { perMinute: 1, burst: 1 };
    const once = () => append(log, { draft, after: 0, admit: async () => undefined, rate: slow }, manualClock());

    const first = await once();

    expect(await once()).toEqual(first);
  });
});

describe('new conversations', () => {
  const HOUR = 3_600_000;

  it('are counted by hour and by peer, and refused until the next hour', async () => {
    const take = vi.fn<DistinctCounters['take']>().mockResolvedValueOnce(true).mockResolvedValue(false);
    const hour = Math.floor(NOW / HOUR);

    await countConversation({ take }, 20, 'alice', 'bob', NOW);

    await expect(countConversation({ take }, 20, 'alice', 'carol', NOW)).rejects.toMatchObject({
      code: 'too-many-requests',
      retryAfter: Math.ceil(((hour + 1) * HOUR - NOW) / 1000),
    });
    expect(take.mock.calls).toEqual(
      ['bob', 'carol'].map((peer) => [`conversations#alice#${hour}`, peer, 20, (hour + 1) * HOUR]),
    );
  });
});

describe('reports', () => {
  it('are counted by hour, too', async () => {
    const take = vi.fn<Counters['take']>().mockResolvedValueOnce(true).mockResolvedValue(false);

    await countReport({ take }, 'alice', NOW);

    await expect(countReport({ take }, 'alice', NOW)).rejects.toMatchObject({ code: 'too-many-requests' });
    expect(take).toHaveBeenCalledWith(`reports#alice#${Math.floor(NOW / 3_600_000)}`, 20, expect.any(Number));
  });
});
