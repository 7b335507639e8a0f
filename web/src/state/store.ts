/** One value that parts of the page follow: what `useSyncExternalStore` asks for, and a way to change it. */
import { useSyncExternalStore } from 'react';

export interface Store<T> {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => T;
  change(to: (before: T) => T): void;
}

export function createStore<T>(initial: T): Store<T> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => value,
    change(to) {
      value = to(value);
      for (const listener of listeners) listener();
    },
  };
}

/** Follows a piece of a store. `select` hands it out as it is, so that it stays the same while nothing changes. */
export const useStore = <T, P>(store: Pick<Store<T>, 'subscribe' | 'read'>, select: (value: T) => P): P =>
  useSyncExternalStore(store.subscribe, () => select(store.read()));
