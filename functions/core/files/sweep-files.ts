/**
 * Sweeping files: what no message and no post holds is removed. A task is noted before the step that it stands for, and
 * is due once nothing that it could disturb is under way any more.
 */

import { isMessage } from '#contract/entry-kinds.ts';
import { overwrite } from '../feed/close-post.ts';
import { notePictures, picturesLastUntil, withPictures } from '../feed/pictures.ts';
import type { Posts } from '../feed/ports.ts';
import type { Post } from '../feed/post.ts';
import type { Clock, Log } from '../ports.ts';
import type { Attachment } from './attachment.ts';
import { removeGonePictures } from './gone-pictures.ts';
import { filesOf } from './held-files.ts';
import type { AttachmentRemoval, DueTask, DueTasks, Files } from './ports.ts';
import { removeFilesOf } from './settle.ts';

export interface SweepFilesServices {
  readonly attachmentRemoval: AttachmentRemoval;
  readonly dueTasks: DueTasks;
  readonly files: Pick<Files, 'remove'>;
  readonly log: Pick<Log, 'get' | 'entriesFrom' | 'forgetFiles'>;
  readonly posts: Pick<Posts, 'get' | 'replace' | 'forgetFiles'>;
  readonly clock: Clock;
}

/** Tasks that are read at once. */
const PAGE = 100;
/** Entries of a log that are read at once. */
const STEP = 200;
/** How long after its reservation an attempt may still be alive: far longer than a function lives. */
export const ATTEMPT_LASTS_MS = 2 * 24 * 60 * 60_000;

/**
 * Does what is due. A task that fails keeps no other from being done, and is done by the next sweep.
 * @param until when to stop, in epoch milliseconds
 * @returns how many failed
 */
export async function sweepFiles(services: SweepFilesServices, until: number): Promise<number> {
  const { dueTasks, clock } = services;
  let failures = 0;
  for (;;) {
    // Those that failed are still there, at the front.
    const page = await dueTasks.list(clock.now(), failures + PAGE);
    const left = page.slice(failures);
    for (const task of left) {
      if (clock.now() >= until) return failures;
      try {
        await doTask(services, task);
        await dueTasks.finish(task);
      } catch (error) {
        failures += 1;
        console.error('A task of files failed. The next sweep tries again.', error);
      }
    }
    if (left.length < PAGE) return failures;
  }
}

async function doTask(services: SweepFilesServices, task: DueTask): Promise<void> {
  switch (task.kind) {
    case 'uploads':
      return settleUploads(services, task.owner);
    case 'message':
      return removeAgain(services, task);
    case 'post':
      return removePictures(services, task.post);
  }
}

/** Removes the files of a deleted message, also where its tombstone has forgotten them: a late copy may have come. */
async function removeAgain(services: SweepFilesServices, task: Extract<DueTask, { kind: 'message' }>): Promise<void> {
  const { log, files } = services;
  const entry = await log.get(task, 'strong');
  // The deletion was noted and never appended.
  if (entry && isMessage(entry) && entry.deletionSeq === undefined) return;
  await Promise.all(task.files.map((file) => files.remove(file)));
  await removeFilesOf(services, task);
}

/** Removes the pictures that a post has no more; all of them, once it has expired and was not renewed in time. */
async function removePictures(services: SweepFilesServices, id: string): Promise<void> {
  const { posts, clock } = services;
  const isOver = (post: Post, now: number): boolean => picturesLastUntil(post) <= now;
  const stored = await posts.get(id);
  if (stored?.pictures && isOver(stored, clock.now()))
    await overwrite(services, id, (post, now) =>
      post.pictures && isOver(post, now) ? { ...withPictures(post, []), version: post.version + 1 } : post,
    );
  const post = await posts.get(id);
  if (!post) return;
  await removeGonePictures(services, post);
  // It was renewed.
  await notePictures(services, post);
}

/** Settles everything that a person uploaded long enough ago. */
async function settleUploads(services: SweepFilesServices, owner: string): Promise<void> {
  const { attachmentRemoval, clock } = services;
  for (const upload of await attachmentRemoval.list(owner)) {
    const { holder, reservedAt } = upload;
    // One that nothing has reserved is forgotten by itself, and S3 has deleted what arrived.
    if (holder === undefined || reservedAt === undefined) continue;
    if (clock.now() - reservedAt > ATTEMPT_LASTS_MS) await settle(services, upload);
  }
}

/**
 * Removes the copies of an upload that its holder does not have. The holder is asked itself: the consumer that notes
 * what is kept may be late, or have given up.
 */
async function settle(services: SweepFilesServices, upload: Attachment): Promise<void> {
  const { files, attachmentRemoval } = services;
  const kept = await filesHeld(services, upload);
  const stray = [...(upload.files ?? [])].filter((file) => !kept.has(file));
  await Promise.all(stray.map((file) => files.remove(file)));
  await attachmentRemoval.remove(upload);
}

/** Returns those of an upload's files that messages, or a post, have. */
async function filesHeld({ log, posts }: SweepFilesServices, upload: Attachment): Promise<ReadonlySet<string>> {
  if (upload.holder?.startsWith('p#')) {
    const post = await posts.get(upload.holder.slice(2));
    return new Set(post?.pictures?.map(({ file }) => file));
  }
  const [, conversation = '', clientId = ''] = upload.holder?.split('#') ?? [];
  const kept = new Set<string>();
  let after = upload.after ?? 0;
  for (;;) {
    const entries = await log.entriesFrom(conversation, after + 1, STEP);
    for (const entry of entries) {
      const isSend = isMessage(entry) && entry.sender === upload.owner && entry.clientId === clientId;
      if (isSend) for (const { file } of filesOf(entry)) kept.add(file);
    }
    const last = entries.at(-1);
    if (!last || entries.length < STEP) return kept;
    after = last.seq;
  }
}
