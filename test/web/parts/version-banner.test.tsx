/** The page offers to reload once a newer version of it can be had, and only then. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createListeners } from '#client/listeners.ts';
import { VERSION } from '#contract/version.ts';
import { VersionBanner } from '#web/src/parts/version-banner.tsx';
import { fakeSession, inMessenger } from '../fake-session.ts';

describe('the banner of a new version', () => {
  let deployed = VERSION;
  const reload = vi.fn<() => void>();

  beforeEach(() => {
    vi.useFakeTimers();
    sessionStorage.clear();
    deployed = VERSION;
    reload.mockReset();
    vi.stubGlobal('fetch', async () => Response.json({ apiUrl: '/api', webSocketUrl: 'wss://x', version: deployed }));
    vi.stubGlobal('location', { reload });
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  /** Shows the page of a session whose functions have this version; returns how they get another. */
  function show(first: number | undefined) {
    const { subscribe, notify } = createListeners();
    let serverVersion = first;
    const own = { subscribe } as const;
    const session = fakeSession({}, own);
    Object.defineProperty(session, 'serverVersion', { get: () => serverVersion });
    render(<VersionBanner />, { wrapper: inMessenger(session) });
    return async (next: number) => {
      serverVersion = next;
      await act(async () => notify());
    };
  }
  const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
  const offered = () => screen.queryByRole('button', { name: 'Reload' });

  it('offers to reload when the functions, and then the page, have a newer version', async () => {
    const become = show(VERSION);
    await pass(10 * 60_000);
    expect(offered()).toBeNull();

    await become(VERSION + 1);
    await pass(1_000);
    expect(offered()).toBeNull();
    deployed = VERSION + 1;
    await pass(60_000);

    expect(screen.getByRole('status').textContent).toContain('A new version is ready · Reload');
    fireEvent.click(screen.getByRole('button', { name: 'Reload' }));
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('offers nothing where the functions are older than the page', async () => {
    deployed = VERSION - 1;
    show(VERSION - 1);
    await pass(10 * 60_000);

    expect(offered()).toBeNull();
  });

  it('does not offer the same version again where a reload has brought this page again', async () => {
    deployed = VERSION + 1;
    show(VERSION + 1);
    await pass(1_000);
    fireEvent.click(screen.getByRole('button', { name: 'Reload' }));
    cleanup();

    show(VERSION + 1);
    await pass(10 * 60_000);
    expect(offered()).toBeNull();

    deployed = VERSION + 2;
    await pass(60_000);
    expect(offered()).not.toBeNull();
  });

  it('never reloads by itself', async () => {
    deployed = VERSION + 1;
    show(VERSION + 1);
    await pass(60 * 60_000);

    expect(reload).not.toHaveBeenCalled();
  });
});
