/**
 * The checkpoint of a mapping in a shard. It is stored so that a restart delivers the records that were not processed,
 * and few others.
 */
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';

export interface Position {
  /** Every record up to this sequence number is processed. */
  readonly through: string;
  /** Sequence numbers after `through` that are processed too, because batches of other partition keys were faster. */
  readonly ahead: readonly string[];
}

/** At most one position per interval is written. After a crash, what was processed in the last interval is repeated. */
const SAVE_INTERVAL_MS = 50;

export class Checkpoint {
  readonly #store: KeyValueStore;
  readonly #key: string;
  #next: (() => Position) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: KeyValueStore, key: string) {
    this.#store = store;
    this.#key = key;
  }

  /**
   * Returns the stored position.
   * @param start the position of a mapping that has none yet. It is stored as well.
   */
  async load(start: string): Promise<Position> {
    const stored = await this.#store.get<Position>(this.#key);
    if (stored) return stored;
    const position: Position = { through: start, ahead: [] };
    await this.#store.put(this.#key, position);
    return position;
  }

  /** @param position called when the position is written, for the newest one */
  save(position: () => Position): void {
    this.#next = position;
    this.#timer ??= setTimeout(() => void this.flush(), SAVE_INTERVAL_MS);
  }

  /** Writes the newest position now. It is not synced: after a power cut a record may be repeated, but none is lost. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const position = this.#next?.();
    this.#next = undefined;
    // A position that cannot be written causes a repeated delivery at worst.
    if (position) await this.#store.put(this.#key, position, { sync: false }).catch(() => undefined);
  }
}
