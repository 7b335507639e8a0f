/** What helpers are thanked for, in memory. */

import type { Thanks, ThanksList, ThanksRemoval } from '#functions/core/feed/ports.ts';
import type { Helper, Post } from '#functions/core/feed/post.ts';

const keyOf = (helper: string, post: string): string => `${helper} ${post}`;

export class MemoryThanks implements ThanksList, ThanksRemoval {
  readonly stored = new Map<string, Thanks>();

  async add(post: Post, helpers: readonly Helper[]) {
    for (const { username, thanks } of helpers) {
      const key = keyOf(username, post.id);
      if (!this.stored.has(key))
        this.stored.set(key, { ...baseOf(post, username), ...(thanks !== undefined && { text: thanks }) });
    }
  }
  async get(helper: string, post: string) {
    return this.stored.get(keyOf(helper, post));
  }
  async list(helper: string, after: string | undefined, limit: number) {
    return [...this.stored.values()]
      .filter((thanks) => thanks.helper === helper && thanks.post > (after ?? ''))
      .toSorted((one, other) => (one.post < other.post ? -1 : 1))
      .slice(0, limit);
  }
  async show(helper: string, post: string, shown: boolean) {
    const key = keyOf(helper, post);
    const thanks = this.stored.get(key);
    if (thanks?.text === undefined) return false;
    this.stored.set(key, { ...thanks, shown });
    return true;
  }
  async eraseText(post: Post, helper: string) {
    const key = keyOf(helper, post.id);
    if (!this.stored.get(key)?.gone) this.stored.set(key, baseOf(post, helper));
  }
  async erase(post: Post) {
    for (const { username } of post.helpers ?? [])
      this.stored.set(keyOf(username, post.id), { ...baseOf(post, username), gone: true });
  }
  async removeAll(helper: string) {
    for (const [key, thanks] of this.stored) if (thanks.helper === helper) this.stored.delete(key);
    return true;
  }
}

const baseOf = ({ id, closedAt = 0 }: Post, helper: string): Thanks => ({ helper, post: id, thankedAt: closedAt });
