/** The store that components follow. */
import { describe, expect, it } from 'vitest';
import { createStore } from '#web/src/state/store.ts';

describe('a store', () => {
  it('tells its listeners of each change, until they unsubscribe', () => {
    const store = createStore(1);
    const seen: number[] = [];
    const unsubscribe = store.subscribe(() => seen.push(store.getSnapshot()));

    store.update((value) => value + 1);
    unsubscribe();
    store.update((value) => value + 1);

    expect(seen).toEqual([2]);
    expect(store.getSnapshot()).toBe(3);
  });

  it('is fed from its first listener to its last', () => {
    const log: string[] = [];
    const store = createStore('old', (update) => {
      log.push('connect');
      update(() => 'new');
      return () => log.push('disconnect');
    });
    expect(log).toEqual([]);

    const first = store.subscribe(() => {});
    const second = store.subscribe(() => {});
    first();
    first();
    expect(log).toEqual(['connect']);
    second();
    store.subscribe(() => {});

    expect(log).toEqual(['connect', 'disconnect', 'connect']);
    expect(store.getSnapshot()).toBe('new');
  });
});
