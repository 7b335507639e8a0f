/**
 * Time that passes only from one event to the next. Between two events, everything that does not wait for time
 * finishes; so the order of the events alone determines what happens.
 */

interface Timer<Context> {
  readonly at: number;
  /** Breaks ties between timers of one moment. */
  readonly order: number;
  readonly context: Context | undefined;
  act: (() => void) | undefined;
}

/** @template Context who acts: a timer goes off in the context in which it was set, so work knows whose it is */
export class VirtualTime<Context> {
  /** Epoch milliseconds. */
  now: number;
  context: Context | undefined = undefined;
  /** A binary heap; the next timer comes first. */
  readonly #timers: Timer<Context>[] = [];
  #order = 0;

  constructor(start: number) {
    this.now = start;
  }

  /**
   * Calls `act` once, after the given milliseconds, in this context.
   * @returns cancels it
   */
  timer(act: () => void, milliseconds: number, context: Context | undefined = this.context): () => void {
    const timer: Timer<Context> = { at: this.now + Math.max(0, milliseconds), order: this.#order++, context, act };
    this.#push(timer);
    return () => {
      timer.act = undefined;
    };
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.timer(resolve, milliseconds));
  }

  /** Lets everything happen up to a moment, in epoch milliseconds. */
  async runUntil(end: number): Promise<void> {
    for (let next = this.#timers[0]; next && next.at <= end; next = this.#timers[0]) {
      this.#pop();
      if (!next.act) continue;
      this.now = next.at;
      this.context = next.context;
      next.act();
      // The tick queue runs once no promise can settle without time passing. That needs no turn of the event loop.
      await new Promise<void>((resolve) => process.nextTick(resolve));
    }
    this.now = end;
    this.context = undefined;
  }

  #push(timer: Timer<Context>): void {
    const heap = this.#timers;
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (!parent || !isBefore(timer, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = timer;
  }

  #pop(): void {
    const heap = this.#timers;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const right = left + 1;
      const [one, other] = [heap[left], heap[right]];
      if (!one) break;
      const [child, smaller] = other && isBefore(other, one) ? [right, other] : [left, one];
      if (!isBefore(smaller, last)) break;
      heap[place] = smaller;
      place = child;
    }
    heap[place] = last;
  }
}

const isBefore = <Context>(one: Timer<Context>, other: Timer<Context>): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);
