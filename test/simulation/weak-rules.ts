/**
 * Rules of the product that a mutant can take away. They are pure functions; the simulation wraps them for their
 * callers.
 */

import { vi } from 'vitest';
import type * as FeedWatches from '#client/feed-watch.ts';
import type * as LiveSockets from '#client/live-socket.ts';
import type * as LogReplicas from '#client/log-replica.ts';
import type * as MessageIds from '#contract/message-id.ts';
import type * as Digests from '#functions/core/digest.ts';
import type * as PostChanges from '#functions/core/feed/change-post.ts';
import type * as Help from '#functions/core/feed/help.ts';
import type { Post } from '#functions/core/feed/post.ts';
import type * as Takes from '#functions/core/files/take.ts';

const weak = {
  membership: false,
  gaps: false,
  catchUp: false,
  versions: false,
  digests: false,
  help: false,
  again: false,
  watched: false,
  copies: false,
  copyNotes: false,
};
export type WeakRule = keyof typeof weak;

/** Takes these rules away and restores all others. */
export function weakenOnly(rules: readonly WeakRule[]): void {
  for (const rule of Object.keys(weak) as WeakRule[]) weak[rule] = rules.includes(rule);
}

/** Wraps the rules. Call it before the product is imported. */
export function weaken(): void {
  weakenFiles();
  // Everybody is a member of every conversation.
  vi.doMock('#contract/message-id.ts', async (original) => {
    const rules = await original<typeof MessageIds>();
    return {
      ...rules,
      isMemberOf: (...given: Parameters<typeof rules.isMemberOf>) => weak.membership || rules.isMemberOf(...given),
    };
  });
  // Once an entry has arrived, all entries before it count as present.
  vi.doMock('#client/log-replica.ts', async (original) => {
    const rules = await original<typeof LogReplicas>();
    return {
      ...rules,
      withEntries(...given: Parameters<typeof rules.withEntries>) {
        const replica = rules.withEntries(...given);
        const { extent } = replica;
        const through = extent.ahead.at(-1) ?? extent.through;
        return weak.gaps ? { ...replica, extent: { ...extent, through, ahead: [] } } : replica;
      },
    };
  });
  // Catching up begins when the socket is dialled, and not again when it is open.
  vi.doMock('#client/live-socket.ts', async (original) => {
    const rules = await original<typeof LiveSockets>();
    const onStatus =
      (report: LiveSockets.LiveSocketOptions['onStatus']): LiveSockets.LiveSocketOptions['onStatus'] =>
      (status) => {
        if (status === 'offline') report(status);
        // Not before the socket is returned.
        if (status === 'connecting') queueMicrotask(() => report('open'));
      };
    return {
      ...rules,
      createLiveSocket: (options: LiveSockets.LiveSocketOptions) =>
        rules.createLiveSocket(weak.catchUp ? { ...options, onStatus: onStatus(options.onStatus) } : options),
    };
  });
}

/** Wraps the rules of taking files, for their caller. */
function weakenFiles(): void {
  vi.doMock('#functions/core/files/take.ts', async (original) => {
    const rules = await original<typeof Takes>();
    return {
      ...rules,
      async takeUploads(...[services, taking, inspect]: Parameters<typeof rules.takeUploads>) {
        const { attachments } = services;
        const later: (() => Promise<unknown>)[] = [];
        // Copies are noted once they are made.
        const reserve: typeof attachments.reserve = async (...given) =>
          later.push(() => attachments.reserve(...given)) > 0;
        const getMany: typeof attachments.getMany = (...given) => attachments.getMany(...given);
        const given = weak.copyNotes ? { ...services, attachments: { getMany, reserve } } : services;
        const taken = await rules.takeUploads(given, taking, inspect);
        for (const act of later) await act();
        if (!weak.copies) return taken;
        // A message has the uploads themselves.
        const uploads = await attachments.getMany(taking.owner, taking.ids);
        return taken.map((file) => ({ ...file, file: uploads.find(({ id }) => id === file.id)?.incoming ?? '' }));
      },
    };
  });
}

/** Wraps the rules of the feed. Call it before the feed is imported. */
export function weakenFeed(): void {
  // Every change counts as made from the version that is stored.
  vi.doMock('#functions/core/feed/change-post.ts', async (original) => {
    const rules = await original<typeof PostChanges>();
    return {
      ...rules,
      async changePost(...[services, person, id, change]: Parameters<typeof rules.changePost>) {
        const { version = change.version } = (weak.versions && (await services.posts.get(id))) || {};
        return rules.changePost(services, person, id, { ...change, version });
      },
    };
  });
  // A list is not read once it is watched.
  vi.doMock('#client/feed-watch.ts', async (original) => {
    const rules = await original<typeof FeedWatches>();
    return {
      ...rules,
      createFeedWatch(...given: Parameters<typeof rules.createFeedWatch>): FeedWatches.FeedWatch {
        let isAnswered = false;
        const watch = rules.createFeedWatch(...given);
        return {
          ...watch,
          watch: (feed) =>
            watch.watch({
              query: feed.query,
              catchUp: async () => (weak.watched && isAnswered ? undefined : feed.catchUp()),
            }),
          onFrame(frame) {
            isAnswered = frame.type === 'watching';
            watch.onFrame(frame);
            isAnswered = false;
          },
        };
      },
    };
  });
  // Everybody sees who helps.
  vi.doMock('#functions/core/feed/help.ts', async (original) => {
    const rules = await original<typeof Help>();
    return {
      ...rules,
      helpSeenBy: async (...given: Parameters<typeof rules.helpSeenBy>) => {
        const seen = await rules.helpSeenBy(...given);
        return (post: Post) => (weak.help ? post : seen(post));
      },
    };
  });
  // All requests have the same digest.
  vi.doMock('#functions/core/digest.ts', async (original) => {
    const rules = await original<typeof Digests>();
    return { ...rules, fingerprint: (fields: object) => (weak.digests ? 'same' : rules.fingerprint(fields)) };
  });
}
