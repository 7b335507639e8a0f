/** How far a mapping is through with a shard, kept so that a restart delivers what was not acknowledged, and little else. */
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';

export interface Position {
  /** Every record up to this sequence number is done with. */
  readonly through: string;
  /** Records after `through` that are done with too: batches of other partition keys were quicker. */
  readonly ahead: readonly string[];
}

/** Positions come with every batch; one in this time is written. A process that is killed repeats what was done in it. */
const SAVE_MS = 50;

export class Checkpoint {
  readonly #store: KeyValueStore;
  readonly #key: string;
  #next: (() => Position) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: KeyValueStore, key: string) {
    this.#store = store;
    this.#key = key;
  }

  /** @param start where a mapping begins that has no position yet; it stays its position from then on */
  async load(start: string): Promise<Position> {
    const kept = await this.#store.get<Position>(this.#key);
    if (kept) return kept;
    const position: Position = { through: start, ahead: [] };
    await this.#store.put(this.#key, position);
    return position;
  }

  /** @param position asked for when it is written */
  save(position: () => Position): void {
    this.#next = position;
    this.#timer ??= setTimeout(() => void this.flush(), SAVE_MS);
  }

  /** Writes the newest position now. Not synced: a power cut may deliver a record again, but never loses one. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const position = this.#next?.();
    this.#next = undefined;
    // A position that can not be written costs a repeated delivery at most.
    if (position) await this.#store.put(this.#key, position, { sync: false }).catch(() => undefined);
  }
}
