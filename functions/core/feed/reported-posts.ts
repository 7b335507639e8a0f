/**
 * Hiding posts that several people report, until an administrator has looked. Nobody is told: to others, reporters
 * included, a hidden post is as gone as one that never was. Its owner sees that it is being looked at.
 */

import type { Report } from '../moderation-record.ts';
import type { Users } from '../ports.ts';
import { overwrite, type ClosePostServices } from './close-post.ts';
import type { FeedIndex } from './ports.ts';
import { isClosed, type Post } from './post.ts';

/** Different people who hide a post by reporting it. */
export const REPORTERS_TO_HIDE = 3;
/** Accounts younger than this do not count: several are quickly made. */
const ACCOUNT_AGE_MIN_MS = 7 * 24 * 60 * 60_000;
/** How long reporters and hidden posts are remembered: as long as reports are once they are resolved. */
const KEPT_MS = 183 * 24 * 60 * 60_000;

/** A post that waits for an administrator. */
export interface HiddenPost {
  /** Its id. */
  readonly post: string;
  /** Epoch milliseconds. */
  readonly hiddenAt: number;
  readonly reports: readonly Report[];
}

/** Who has reported which post, and the posts that are hidden for it. Part of the records of moderation. */
export interface ReportedPosts {
  /**
   * Notes that a person has reported a post: each person once, and {@link REPORTERS_TO_HIDE} at most.
   * @param report the id of the report
   * @param until when it may be forgotten
   * @returns the reports noted so far, one for each person
   */
  noteReporter(post: string, reporter: string, report: string, until: number): Promise<readonly string[]>;
  /** Notes that a post waits for an administrator; leaves an earlier note as it is. */
  addHidden(post: string, hiddenAt: number, reports: readonly string[], until: number): Promise<void>;
  /** Removes the note. */
  removeHidden(post: string): Promise<void>;
  /** Returns posts that wait, by ascending id, after an id. */
  listHidden(after: string | undefined, limit: number): Promise<readonly HiddenPost[]>;
}

export interface CountReporterServices {
  readonly posts: Pick<ClosePostServices['posts'], 'get' | 'replace'>;
  readonly index: Pick<FeedIndex, 'project'>;
  readonly users: Pick<Users, 'get'>;
  readonly reportedPosts: Pick<ReportedPosts, 'noteReporter' | 'addHidden' | 'removeHidden'>;
  readonly clock: ClosePostServices['clock'];
}

/**
 * Counts a person other than the owner who has reported a post, and hides the post once there are enough. A repeat is
 * fine.
 * @throws {Refusal} `unavailable`
 */
export async function countReporter(
  services: CountReporterServices,
  { post: id, reporter, report }: { readonly post: string; readonly reporter: string; readonly report: string },
): Promise<void> {
  const { posts, users, reportedPosts, clock } = services;
  const [post, profile] = await Promise.all([posts.get(id), users.get(reporter, 'strong')]);
  if (!post || !mayBeHidden(post) || !profile || post.owner === reporter) return;
  const now = clock.now();
  if (now - profile.createdAt < ACCOUNT_AGE_MIN_MS) return;
  const reports = await reportedPosts.noteReporter(id, reporter, report, now + KEPT_MS);
  if (reports.length < REPORTERS_TO_HIDE) return;
  // Noted first: if we crash in between, an administrator looks at a post that is not hidden yet, and not the other way
  // round.
  await reportedPosts.addHidden(id, now, reports, now + KEPT_MS);
  const hidden = await overwrite(services, id, (before) =>
    mayBeHidden(before) && before.hiddenAt === undefined
      ? { ...before, hiddenAt: now, version: before.version + 1 }
      : before,
  );
  if (hidden) await services.index.project(hidden);
  // It was kept, closed or erased in between. Nobody hides it after that, so no note of another report is lost.
  if (hidden?.hiddenAt === undefined) await reportedPosts.removeHidden(id);
}

/** Shows a post again if it is hidden, and keeps reports from hiding it. @throws {Refusal} `unavailable` */
export async function showAgain(services: ClosePostServices, id: string): Promise<void> {
  const shown = await overwrite(services, id, (post, now) => {
    if (post.keptAt !== undefined) return post;
    const { hiddenAt: _, ...others } = post;
    return { ...others, keptAt: now, version: post.version + 1 };
  });
  // Also for a repeat: the first copy may have died before the lists had the post again.
  if (shown) await services.index.project(shown);
}

const mayBeHidden = (post: Post): boolean => !isClosed(post) && post.keptAt === undefined;
