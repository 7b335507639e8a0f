/** A log in memory that does what the table does, and can misbehave like networks and other writers. */

import type { Position } from '#contract/message-id.ts';
import { headOf, type Entry, type Head } from '#functions/core/entry.ts';
import type { Log } from '#functions/core/ports.ts';
import { memoryTargets } from './memory-targets.ts';

export class MemoryLog implements Omit<Log, 'removeAll'> {
  readonly entries: Entry[] = [];
  /** The generation in which entries are written. */
  generation?: number;
  /** How often each operation was called. */
  readonly calls = { entriesFrom: 0, tail: 0, put: 0, entriesBefore: 0 };
  readonly targets = memoryTargets(
    (position) => this.find(position),
    (entry) =>
      this.entries.splice(
        this.entries.findIndex((other) => isAt(entry, other)),
        1,
        entry,
      ),
  );
  readonly applyEdit = this.targets.applyEdit;
  readonly applyDeletion = this.targets.applyDeletion;
  readonly applyReaction = this.targets.applyReaction;
  readonly eraseEdit = this.targets.eraseEdit;
  readonly forgetFiles = this.targets.forgetFiles;
  /** The seq of each conversation's head; none unless a test sets it. */
  readonly headSeqs = new Map<string, number>();
  /** Entries after which one read ends. */
  readMax = Infinity;
  /** Seqs of the entries that were skipped. */
  readonly skipped: number[] = [];
  /** Called before a write checks its slot; here a test lets another writer in. */
  beforePut: (entry: Entry) => void | Promise<void> = () => undefined;
  /** Whether the answer to this write is lost, so that the SDK retries it. */
  losesAnswer: (entry: Entry) => boolean = () => false;

  constructor(entries: readonly Entry[] = []) {
    this.entries.push(...entries);
  }

  async entriesFrom(conversation: string, from: number, limit: number): Promise<readonly Entry[]> {
    this.calls.entriesFrom++;
    return this.of(conversation)
      .filter(({ seq }) => seq >= from)
      .slice(0, limit);
  }

  async tail(conversation: string): Promise<Entry | undefined> {
    this.calls.tail++;
    return this.of(conversation).at(-1);
  }

  async entriesBefore(conversation: string, before: number | undefined, limit: number): Promise<readonly Entry[]> {
    this.calls.entriesBefore++;
    const earlier = this.of(conversation).filter(({ seq }) => before === undefined || seq < before);
    return earlier.toReversed().slice(0, limit);
  }

  async pageBefore(conversation: string, before: number | undefined, limit: number): Promise<readonly Entry[]> {
    return this.entriesBefore(conversation, before, Math.min(limit, this.readMax));
  }

  async put(entry: Entry): Promise<boolean> {
    this.calls.put++;
    await this.beforePut(entry);
    const free = this.write(entry);
    return free && this.losesAnswer(entry) ? this.write(entry) : free;
  }

  async get(position: Position): Promise<Entry | undefined> {
    return this.find(position);
  }

  async getMany(positions: readonly Position[]): Promise<readonly Entry[]> {
    return positions.flatMap((position) => this.find(position) ?? []);
  }

  async heads(conversations: readonly string[]): Promise<readonly Head[]> {
    return conversations.flatMap((conversation) => {
      const entry = this.find({ conversation, seq: this.headSeqs.get(conversation) ?? 0 });
      return entry ? [headOf(entry)] : [];
    });
  }

  /** The table's conditional write. */
  async advanceHead({ conversation, lastSeq }: Head, after: number): Promise<number> {
    const reached = this.headSeqs.get(conversation) ?? 0;
    if (reached < after || reached >= lastSeq) return reached;
    this.headSeqs.set(conversation, lastSeq);
    return lastSeq;
  }

  skipIfPermanent({ seq }: Position, error: unknown): boolean {
    const permanent = error instanceof Error && error.name === 'ValidationException';
    if (permanent) this.skipped.push(seq);
    return permanent;
  }

  /** Puts a log back to its first entries, as a restored table would. @param generation in which it goes on */
  restore(conversation: string, seq: number, generation: number): void {
    const kept = this.entries.filter((entry) => entry.conversation !== conversation || entry.seq <= seq);
    this.entries.splice(0, this.entries.length, ...kept);
    this.generation = generation;
  }

  find(position: Position): Entry | undefined {
    return this.entries.find((entry) => isAt(position, entry));
  }

  /** The conditional write itself: atomic. */
  write(entry: Entry): boolean {
    if (this.find(entry)) return false;
    this.entries.push(entry);
    return true;
  }

  of(conversation: string): readonly Entry[] {
    return this.entries
      .filter((entry) => entry.conversation === conversation)
      .toSorted((one, other) => one.seq - other.seq);
  }
}

const isAt = (position: Position, { conversation, seq }: Position): boolean =>
  position.conversation === conversation && position.seq === seq;
