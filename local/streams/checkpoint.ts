/** How far a mapping is through with a shard, kept so that a restart delivers what was not acknowledged, and little else. */
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';

export interface Position {
  /** Every record up to this sequence number is done with. */
  readonly through: string;
  /** Records after `through` that are done with too: batches of other partition keys were quicker. */
  readonly ahead: readonly string[];
}

export class Checkpoint {
  readonly #store: KeyValueStore;
  readonly #key: string;
  #next: Position | undefined;
  #saving: Promise<void> | undefined;

  constructor(store: KeyValueStore, key: string) {
    this.#store = store;
    this.#key = key;
  }

  load(): Promise<Position | undefined> {
    return this.#store.get<Position>(this.#key);
  }

  /** Not synced: a power cut may deliver a record again, but never loses one. Only the newest position is written. */
  save(position: Position): void {
    this.#next = position;
    this.#saving ??= this.#run();
  }

  /** Resolves when the newest position is written. */
  async saved(): Promise<void> {
    await this.#saving;
  }

  async #run(): Promise<void> {
    while (this.#next) {
      const position = this.#next;
      this.#next = undefined;
      // A position that is not written costs a repeated delivery at most.
      await this.#store.put(this.#key, position, { sync: false }).catch(() => undefined);
    }
    this.#saving = undefined;
  }
}
