/** A log of one conversation in memory that counts what is read of it, as a table would bill it. */

import type { Position } from '#contract/message-id.ts';
import { headOf, type Entry, type Head } from '#functions/core/entry.ts';
import type { ChangeTargets, Log } from '#functions/core/ports.ts';
import { memoryTargets } from './memory-targets.ts';

export class CountingLog implements Omit<Log, 'removeAll'> {
  /** Reads so far. */
  queries = 0;
  /** Items read so far. */
  items = 0;
  /** How far the consumer has come, by conversation. */
  readonly headSeqs = new Map<string, number>();
  readonly #entries: Entry[];
  readonly #targets: ReturnType<typeof memoryTargets>;

  /** @param entries from seq 1 on, without holes */
  constructor(entries: readonly Entry[]) {
    this.#entries = [...entries];
    this.#targets = memoryTargets(
      ({ seq }) => this.#entries[seq - 1],
      (entry) => void (this.#entries[entry.seq - 1] = entry),
    );
  }

  /** Resets the counts. */
  forget(): void {
    this.queries = 0;
    this.items = 0;
  }

  #read<Item>(items: readonly Item[]): readonly Item[] {
    this.queries++;
    this.items += items.length;
    return items;
  }

  async get({ seq }: Position): Promise<Entry | undefined> {
    return this.#read(this.#entries.slice(seq - 1, seq))[0];
  }

  async getMany(positions: readonly Position[]): Promise<readonly Entry[]> {
    return this.#read(positions.flatMap(({ seq }) => this.#entries[seq - 1] ?? []));
  }

  async tail(): Promise<Entry | undefined> {
    return this.#read(this.#entries.slice(-1))[0];
  }

  async entriesFrom(_conversation: string, from: number, limit: number): Promise<readonly Entry[]> {
    const start = Math.max(0, from - 1);
    return this.#read(this.#entries.slice(start, start + limit));
  }

  async entriesBefore(_conversation: string, before: number | undefined, limit: number): Promise<readonly Entry[]> {
    const end = Math.min(this.#entries.length, (before ?? Infinity) - 1);
    return this.#read(this.#entries.slice(Math.max(0, end - limit), end).toReversed());
  }

  pageBefore(conversation: string, before: number | undefined, limit: number): Promise<readonly Entry[]> {
    return this.entriesBefore(conversation, before, limit);
  }

  async heads(conversations: readonly string[]): Promise<readonly Head[]> {
    const seqs = conversations.map((conversation) => this.headSeqs.get(conversation) ?? 0);
    return this.#read(seqs.flatMap((seq) => this.#entries[seq - 1] ?? []).map(headOf));
  }

  async put(entry: Entry): Promise<boolean> {
    if (this.#entries.length !== entry.seq - 1) return false;
    this.#entries.push(entry);
    return true;
  }

  async advanceHead({ conversation, lastSeq }: Head, after: number): Promise<number> {
    const reached = this.headSeqs.get(conversation) ?? 0;
    if (reached < after || reached >= lastSeq) return reached;
    this.headSeqs.set(conversation, lastSeq);
    return lastSeq;
  }

  skipIfPermanent(): boolean {
    return false;
  }

  applyEdit: ChangeTargets['applyEdit'] = (edit) => this.#targets.applyEdit(edit);
  applyDeletion: ChangeTargets['applyDeletion'] = (change) => this.#targets.applyDeletion(change);
  applyReaction: ChangeTargets['applyReaction'] = (change) => this.#targets.applyReaction(change);
  eraseEdit: ChangeTargets['eraseEdit'] = (position) => this.#targets.eraseEdit(position);
  forgetFiles: Log['forgetFiles'] = (position) => this.#targets.forgetFiles(position);
}
