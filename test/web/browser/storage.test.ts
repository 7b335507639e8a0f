/** A browser that grants no storage, or has no room left, or grants neither locks nor a database. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBrowserStorage } from '#web/src/browser/storage.ts';

/** Holds what fits: the rest is refused as browsers do it. */
function storageOf(room: number): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, value) {
      if (value.length > room) throw new DOMException('No room', 'QuotaExceededError');
      kept.set(key, value);
    },
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

const denied = (): Storage => {
  throw new DOMException('Access is denied', 'SecurityError');
};

describe('the storage of the browser', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each([
    ['is denied', denied],
    ['is missing', () => null as unknown as Storage],
  ])('that %s is replaced by memory', (_, granted) => {
    const storage = createBrowserStorage(granted);

    storage.write('draft:1', 'Hello');
    storage.write('draft:2', 'Bye');
    storage.remove('draft:2');

    expect(storage.read('draft:1')).toBe('Hello');
    expect(storage.read('draft:2')).toBeUndefined();
    expect(storage.keys()).toEqual(['draft:1']);
  });

  it('that is full keeps the newest text in memory, and stores it once there is room', () => {
    const full = storageOf(5);
    const storage = createBrowserStorage(() => full);
    storage.write('draft', 'Hello');

    storage.write('draft', 'Hello, Bob');
    expect(storage.read('draft')).toBe('Hello, Bob');
    expect(storage.keys()).toEqual(['draft']);

    storage.write('draft', 'Bye');
    expect(full.getItem('draft')).toBe('Bye');
    expect(storage.read('draft')).toBe('Bye');
  });

  it('that grants no locks still gives a tab its name', async () => {
    const request = () => Promise.reject(new DOMException('Denied', 'SecurityError'));
    vi.stubGlobal('navigator', { locks: { request, query: request } });
    vi.stubGlobal('BroadcastChannel', undefined);
    const { takeOverFromClosedTabs, tabName } = await import('#web/src/state/tabs.ts');

    expect(await tabName()).toMatch(/^[0-9a-f-]{36}$/);
    const found = await takeOverFromClosedTabs(
      async (isOpen) => isOpen('another'),
      async () => undefined,
      new AbortController().signal,
    );
    expect(found).toBe(false);
  });

  it('that opens no database rejects, so that messages are sent from memory', async () => {
    vi.stubGlobal('indexedDB', null);
    const { openDatabase } = await import('#web/src/browser/database.ts');

    await expect(openDatabase('any', 1, () => {})).rejects.toThrow('null');
  });

  it('and pages without HTTPS still have ids for messages', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const { uuid } = await import('#client/uuid.ts');

    expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuid()).not.toBe(uuid());
  });
});
