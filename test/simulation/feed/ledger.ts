/**
 * What is true of posts at each moment, noted from the writes to their tables: versions, blocks and accounts that are
 * gone. From it follows what a read may show, and what it must.
 */

import { isShown, type Post } from '#functions/core/feed/post.ts';
import { STALE_MS } from '../aws.ts';

/** Clocks of functions are wrong by so much at most. */
export const SKEW_MS = 2_000;

/** From the start of a request until its answer; epoch milliseconds. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

export interface Version {
  readonly at: number;
  readonly post: Post;
  /** When the lists have it for certain: its projection is complete. Infinity until then. */
  settledAt: number;
}

/** A read is strong, or of lists: those are eventually consistent, and follow the truth once they are told of it. */
export type Read = 'strong' | 'lists';

export class Ledger {
  readonly posts = new Map<string, Version[]>();
  readonly #apart = new Map<string, Timeline>();
  readonly #gone = new Map<string, Timeline>();

  stored(post: Post, at: number): void {
    this.posts.set(post.id, [...(this.posts.get(post.id) ?? []), { at, post, settledAt: Infinity }]);
  }

  /** Notes that the lists have this version of a post, or a later one. */
  settle(id: string, version: number, at: number): void {
    for (const each of this.posts.get(id) ?? [])
      if (each.post.version <= version) each.settledAt = Math.min(each.settledAt, at);
  }

  setBlocked(person: string, other: string, at: number, blocked: boolean): void {
    timelineOf(this.#apart, `${person} ${other}`).set(at, blocked);
  }

  setGone(person: string, at: number, gone: boolean): void {
    timelineOf(this.#gone, person).set(at, gone);
  }

  /** True if a person was deleted or disabled at some time. */
  isGone(person: string): boolean {
    return timelineOf(this.#gone, person).during(0, Infinity).includes(true);
  }

  latest(id: string): Post | undefined {
    return this.posts.get(id)?.at(-1)?.post;
  }

  /** Returns the versions that a read in this period may find. */
  readable(id: string, { from, to }: Period, read: Read): readonly Version[] {
    const versions = this.posts.get(id) ?? [];
    const endOf = (next: Version | undefined): number =>
      (read === 'strong' ? next?.at : next && next.settledAt + STALE_MS) ?? Infinity;
    return versions.filter(({ at }, i) => at <= to && endOf(versions[i + 1]) >= from);
  }

  /** True if the reader may be shown this version of a post. */
  mayShow(reader: string, { post }: Version, period: Period, read: Read): boolean {
    const barriers = this.#barriers(reader, post.owner, period, read);
    return isShown(post, period.from - SKEW_MS) && !barriers.some((values) => values.every(Boolean));
  }

  /** True if a read in this period must show the post: whatever of it was read, it was there and matched. */
  mustShow(reader: string, id: string, period: Period, read: Read, matches: (post: Post) => boolean): boolean {
    const [first] = this.posts.get(id) ?? [];
    const since = read === 'strong' ? first?.at : first && first.settledAt + STALE_MS;
    if (!first || since === undefined || since >= period.from) return false;
    return (
      this.readable(id, period, read).every(({ post }) => isShown(post, period.to + SKEW_MS) && matches(post)) &&
      !this.#barriers(reader, first.post.owner, period, read).flat().some(Boolean)
    );
  }

  /** The facts that stand between reader and owner, each with the values it had in a period. */
  #barriers(reader: string, owner: string, { from, to }: Period, read: Read): readonly (readonly boolean[])[] {
    const since = read === 'strong' ? from : from - STALE_MS;
    return [
      timelineOf(this.#gone, owner),
      timelineOf(this.#apart, `${reader} ${owner}`),
      timelineOf(this.#apart, `${owner} ${reader}`),
    ].map((fact) => fact.during(since, to));
  }
}

/** A fact that is false at first and changes over time. */
class Timeline {
  readonly #changes: { readonly at: number; readonly value: boolean }[] = [{ at: 0, value: false }];

  set(at: number, value: boolean): void {
    if (this.#changes.at(-1)?.value !== value) this.#changes.push({ at, value });
  }

  /** Returns the values it had in a period. */
  during(from: number, to: number): readonly boolean[] {
    const changes = this.#changes;
    return changes
      .filter(({ at }, i) => at <= to && (changes[i + 1]?.at ?? Infinity) >= from)
      .map(({ value }) => value);
  }
}

function timelineOf(all: Map<string, Timeline>, key: string): Timeline {
  const timeline = all.get(key) ?? new Timeline();
  all.set(key, timeline);
  return timeline;
}
