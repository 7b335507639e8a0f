/** The time that the page goes by. */
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useNow, useTimeZone } from '#web/src/state/now.ts';

describe('the time', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-03-11T12:00:00Z') }));
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  it.each(['2026-03-11T09:00:00Z', '2026-03-11T15:00:00Z'])('follows a clock that is set to %s', (time) => {
    const { result } = renderHook(() => useNow());

    act(() => {
      vi.setSystemTime(new Date(time));
      vi.advanceTimersByTime(60_000);
    });

    expect(result.current.getTime()).toBe(new Date(time).getTime() + 60_000);
  });

  it('is looked up when the machine wakes, and is of the time zone where it is then', () => {
    vi.stubEnv('TZ', 'Europe/Lisbon');
    const { result } = renderHook(() => [useTimeZone(), useNow()] as const);
    const [zone, now] = result.current;
    expect(zone).toBe('Europe/Lisbon');

    vi.stubEnv('TZ', 'Asia/Tokyo');
    act(() => void window.dispatchEvent(new Event('focus')));

    expect(result.current[0]).toBe('Asia/Tokyo');
    expect(result.current[1]).not.toBe(now);
  });
});
