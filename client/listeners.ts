/** The listeners of an observable. */
export interface Listeners<Args extends readonly unknown[]> {
  /** @returns unsubscribe */
  subscribe(listener: (...args: Args) => void): () => void;
  /** Calls every listener. One that unsubscribes meanwhile disturbs none of the others. */
  notify(...args: Args): void;
}

export function createListeners<Args extends readonly unknown[] = []>(): Listeners<Args> {
  const listeners = new Set<(...args: Args) => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    notify(...args) {
      for (const listener of [...listeners]) listener(...args);
    },
  };
}
