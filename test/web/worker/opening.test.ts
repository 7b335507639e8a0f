/** A tap leads to its address, also where an open page does not listen. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ANSWER_TIMEOUT_MS, type OpenPage, open } from '#web/worker/opening.ts';

afterEach(() => vi.useRealTimers());

/** A browser with a page that hears, one that does not, or none. */
function browser(page: 'listening' | 'deaf' | 'elsewhere' | undefined) {
  const done: string[] = [];
  const opened: OpenPage = {
    postMessage(message, [port]) {
      if (page !== 'listening') return;
      done.push(`goes to ${message.open}`);
      (port as MessagePort).postMessage(true);
    },
    focus: async () => done.push('focused'),
    async navigate(path) {
      if (page === 'elsewhere') throw new TypeError('This page is not the worker’s.');
      done.push(`is loaded at ${path}`);
    },
  };
  const parts = {
    pages: async () => (page ? [opened] : []),
    openWindow: async (path: string) => done.push(`opened ${path}`),
  };
  return { parts, done };
}

describe('an address is shown', () => {
  it('by a page that is open, without loading it again', async () => {
    const { parts, done } = browser('listening');

    await open('/needs', parts);

    expect(done).toEqual(['focused', 'goes to /needs']);
  });

  it.each([
    ['by loading a page that does not answer', 'deaf', ['focused', 'is loaded at /needs']],
    ['in a new page where that one cannot be led there', 'elsewhere', ['focused', 'opened /needs']],
  ] as const)('%s', async (_, page, expected) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { parts, done } = browser(page);

    const opening = open('/needs', parts);
    await vi.advanceTimersByTimeAsync(ANSWER_TIMEOUT_MS);
    await opening;

    expect(done).toEqual(expected);
  });

  it('in a new page where none is open', async () => {
    const { parts, done } = browser(undefined);

    await open('/needs', parts);

    expect(done).toEqual(['opened /needs']);
  });
});
