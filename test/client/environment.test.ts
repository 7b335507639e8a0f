/** The parts of the machine that the client does not take as they are. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEnvironment } from '#client/environment.ts';

const DAY_MS = 24 * 60 * 60_000;

afterEach(() => vi.useRealTimers());

describe('a timer', () => {
  it('of a month does not overflow to one that fires at once', () => {
    vi.useFakeTimers();
    const act = vi.fn<() => void>();

    createEnvironment().setTimer(act, 31 * DAY_MS);
    vi.advanceTimersByTime(24 * DAY_MS);
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(7 * DAY_MS);

    expect(act).toHaveBeenCalledTimes(1);
  });
});
