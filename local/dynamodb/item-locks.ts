/** One writer at a time per item, in order of arrival: reading it, evaluating the condition and writing are atomic. */
type Run = (release: () => void) => void;

export class ItemLocks {
  readonly #waiting = new Map<string, Run[]>();

  /** Calls `run` when the item is free. The item stays locked until `run` calls `release`. */
  acquire(key: string, run: Run): void {
    const queue = this.#waiting.get(key);
    if (queue) {
      queue.push(run);
      return;
    }
    this.#waiting.set(key, []);
    this.#run(key, run);
  }

  #run(key: string, run: Run): void {
    let held = true;
    run(() => {
      if (!held) return;
      held = false;
      const next = this.#waiting.get(key)?.shift();
      if (next) queueMicrotask(() => this.#run(key, next));
      else this.#waiting.delete(key);
    });
  }
}
