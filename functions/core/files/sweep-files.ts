/**
 * Sweeping files: what no message and no post holds is removed. A task is noted before the step that it stands for, and
 * is due once nothing that it could disturb is under way any more.
 */

import { isMessage } from '#contract/entry-kinds.ts';
import { overwrite } from '../feed/close-post.ts';
import { notePictures, picturesLastUntil, withPictures } from '../feed/pictures.ts';
import type { Posts } from '../feed/ports.ts';
import type { Post } from '../feed/post.ts';
import { changesAfterHead } from '../message-page.ts';
import type { Clock, Log } from '../ports.ts';
import type { Attachment, Holder } from './attachment.ts';
import { removeGonePictures } from './gone-pictures.ts';
import { filesOf } from './held-files.ts';
import type { AttachmentRemoval, DueTask, DueTasks, Files, ReachedInLog } from './ports.ts';
import { removeFilesOf } from './settle.ts';

export interface SweepFilesServices {
  readonly attachmentRemoval: AttachmentRemoval;
  readonly dueTasks: DueTasks;
  readonly files: Pick<Files, 'remove'>;
  readonly log: Pick<Log, 'get' | 'heads' | 'entriesFrom' | 'forgetFiles'>;
  readonly posts: Pick<Posts, 'get' | 'replace' | 'forgetFiles'>;
  readonly clock: Clock;
}

/** Tasks that are read at once. */
const PAGE = 100;
/** Entries of a log that are read at once. */
const STEP = 200;
/** How long after its reservation an attempt may still be alive: far longer than a function lives. */
const ATTEMPT_LASTS_MS = 2 * 24 * 60 * 60_000;

/** How long an attempt that has reserved a file may still store its entry, by the clocks of two functions. */
const STORED_WITHIN_MS = 2 * 60 * 60_000;
/** How long the files of a deletion that is not applied wait for the next look. */
const UNAPPLIED_WAIT_MS = 60 * 60_000;
/** Time that a task has before it is the turn of the next one. */
const TURN_MS = 20_000;

/**
 * Does what is due. A task that fails keeps no other from being done, and is done by the next sweep. One that needs
 * more than its turn goes on after all others.
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
        const rest = await doTask(services, task, Math.min(until, clock.now() + TURN_MS));
        if (rest) await dueTasks.note(rest);
        if (rest?.due !== task.due) await dueTasks.finish(task);
      } catch (error) {
        failures += 1;
        console.error('A task of files failed. The next sweep tries again.', error);
      }
    }
    if (left.length === 0) return failures;
  }
}

/** @returns what is left of it, and when to go on with that; undefined: it is done */
async function doTask(services: SweepFilesServices, task: DueTask, until: number): Promise<DueTask | undefined> {
  const { clock } = services;
  switch (task.kind) {
    case 'uploads': {
      const outcome = await settleUploads(services, task, until);
      if (outcome === 'settled') return undefined;
      return { kind: 'uploads', owner: task.owner, due: clock.now(), ...(outcome && { reached: outcome }) };
    }
    case 'message':
      return (await removeAgain(services, task)) ? undefined : { ...task, due: clock.now() + UNAPPLIED_WAIT_MS };
    case 'post':
      await removePictures(services, task.post);
      return undefined;
  }
}

/**
 * Removes the files of a deleted message, also where its tombstone has forgotten them: a late copy may have come.
 * @returns false where the deletion may be in the log and is not applied: then its message says nothing of it yet
 */
async function removeAgain(
  services: SweepFilesServices,
  task: Extract<DueTask, { kind: 'message' }>,
): Promise<boolean> {
  const { log, files } = services;
  // Read the message after the changes: then it has those that are applied in the meantime.
  const { changes, complete } = await changesAfterHead(log, task.conversation);
  const entry = await log.get(task, 'strong');
  // Without one in the log, the deletion was noted and never appended.
  if (entry && isMessage(entry) && entry.deletionSeq === undefined)
    return complete && !changes.some(({ kind, target }) => kind === 'deletion' && target === task.seq);
  await Promise.all(task.files.map((file) => files.remove(file)));
  await removeFilesOf(services, task);
  return true;
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

/**
 * Settles everything that a person uploaded long enough ago.
 * @param until when to stop, in epoch milliseconds
 * @returns where to go on; undefined: with the next holder
 */
async function settleUploads(
  services: SweepFilesServices,
  { owner, reached }: Extract<DueTask, { kind: 'uploads' }>,
  until: number,
): Promise<ReachedInLog | 'settled' | undefined> {
  const { attachmentRemoval, clock } = services;
  const byHolder = new Map<Holder, Reserved[]>();
  for (const upload of await attachmentRemoval.list(owner)) {
    // One that nothing has reserved is forgotten by itself, and S3 has deleted what arrived.
    if (!isReserved(upload) || clock.now() - upload.reservedAt <= ATTEMPT_LASTS_MS) continue;
    // So is one whose only file is kept.
    if (upload.isConfirmed && upload.files?.size === 1) continue;
    byHolder.set(upload.holder, [...(byHolder.get(upload.holder) ?? []), upload]);
  }
  let isFirst = true;
  for (const [holder, uploads] of byHolder) {
    // Each turn asks one holder, however long the list took.
    if (!isFirst && clock.now() >= until) return reached;
    isFirst = false;
    const found = await filesHeld(services, holder, uploads, reached?.holder === holder ? reached : undefined, until);
    if (!(found instanceof Set)) return found;
    for (const upload of uploads) await settle(services, upload, found);
  }
  return 'settled';
}

type Reserved = Attachment & Required<Pick<Attachment, 'holder' | 'reservedAt'>>;

const isReserved = (upload: Attachment): upload is Reserved =>
  upload.holder !== undefined && upload.reservedAt !== undefined;

/** Removes the copies of an upload that its holder does not have. */
async function settle(
  { files, attachmentRemoval }: SweepFilesServices,
  upload: Attachment,
  kept: ReadonlySet<string>,
): Promise<void> {
  const stray = [...(upload.files ?? [])].filter((file) => !kept.has(file));
  await Promise.all(stray.map((file) => files.remove(file)));
  await attachmentRemoval.remove(upload);
}

/**
 * Returns the files that a holder has. The holder is asked itself: the consumer that notes what is kept may be late, or
 * have given up.
 * @param reached where an earlier turn has come to in its log
 * @returns how far it has come, where there was no time for the rest
 */
async function filesHeld(
  { log, posts, clock }: SweepFilesServices,
  holder: Holder,
  uploads: readonly Reserved[],
  reached: ReachedInLog | undefined,
  until: number,
): Promise<Set<string> | ReachedInLog> {
  if (holder.startsWith('p#')) {
    const post = await posts.get(holder.slice(2));
    return new Set(post?.pictures?.map(({ file }) => file));
  }
  const [, conversation = '', clientId = ''] = holder.split('#');
  const owners = new Set(uploads.map(({ owner }) => owner));
  const end = Math.max(...uploads.map(({ reservedAt }) => reservedAt)) + STORED_WITHIN_MS;
  const copies = uploads.flatMap(({ files = [] }) => [...files]);
  const kept = new Set(reached?.kept);
  let after = reached?.after ?? Math.min(...uploads.map((upload) => upload.after ?? 0));
  for (;;) {
    const entries = await log.entriesFrom(conversation, after + 1, STEP);
    for (const entry of entries) {
      const isSend = isMessage(entry) && owners.has(entry.sender) && entry.clientId === clientId;
      if (isSend) for (const { file } of filesOf(entry)) kept.add(file);
    }
    const last = entries.at(-1);
    // The log may go on for ever. No attempt has stored its entry later than this.
    const isEnd = !last || entries.length < STEP || last.timestamp > end;
    // Nothing that is found later could keep more.
    if (isEnd || copies.every((file) => kept.has(file))) return kept;
    after = last.seq;
    if (clock.now() >= until) return { holder, after, kept: [...kept] };
  }
}
