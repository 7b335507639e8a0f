/** An external store: one value outside of React's tree, which components follow by `useSyncExternalStore`. */
import { useSyncExternalStore } from 'react';

export interface ReadableStore<T> {
  /** @returns unsubscribe */
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => T;
}

export interface Store<T> extends ReadableStore<T> {
  /** Replaces the value and tells all listeners. */
  readonly update: (change: (before: T) => T) => void;
}

/**
 * @param connect starts what feeds the store when the first listener comes; what it returns runs when the last one goes
 */
export function createStore<T>(initial: T, connect?: (update: Store<T>['update']) => () => void): Store<T> {
  const listeners = new Set<() => void>();
  let value = initial;
  let disconnect: (() => void) | undefined;

  const update: Store<T>['update'] = (change) => {
    value = change(value);
    for (const listener of listeners) listener();
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) disconnect = connect?.(update);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) disconnect?.();
      };
    },
    getSnapshot: () => value,
    update,
  };
}

/**
 * Follows a part of a store.
 * @param select returns a part of the value as it is, so that the result stays the same while nothing changes
 */
export const useStore = <T, P>(store: ReadableStore<T>, select: (value: T) => P): P =>
  useSyncExternalStore(store.subscribe, () => select(store.getSnapshot()));
