/**
 * Deleting an account. The people its owner wrote with keep their conversations; its name is never given out again.
 *
 * A deletion is noted before its first step. What the request cannot do in its time, or fails to do, the sweep does:
 * docs/decisions/0010-a-sweep-finishes-deletions.md
 */

import { conversationOf } from '#contract/message-id.ts';
import { erasePosts, removeOffersOf, type ErasePostsServices, type RemoveOffersServices } from './feed/erase-posts.ts';
import type { ThanksRemoval } from './feed/ports.ts';
import { removeSeekersOf, type RemoveSeekersServices } from './feed/seekers.ts';
import type { AttachmentRemoval, Files } from './files/ports.ts';
import type { Ledger } from './ledger.ts';
import { removeFromIndex, type NameIndex } from './name-index.ts';
import type { Accounts, Conversations, Counters, Deletion, Deletions, Log, Users } from './ports.ts';
import { endAllSessions, type EndAllServices } from './sessions.ts';
import { signInWithCode, type CodeServices } from './two-step.ts';

export interface ErasureServices
  extends EndAllServices, ErasePostsServices, RemoveOffersServices, RemoveSeekersServices {
  readonly clock: ErasePostsServices['clock'];
  readonly offers: ErasePostsServices['offers'] & RemoveOffersServices['offers'];
  readonly accounts: Pick<Accounts, 'signOutEverywhere' | 'remove'>;
  readonly users: Pick<Users, 'get' | 'leaveTombstone'>;
  readonly names: Pick<NameIndex, 'remove' | 'removeJoined'>;
  readonly conversations: Pick<Conversations, 'removeAll'>;
  readonly log: Pick<Log, 'removeAll'>;
  readonly ledger: Ledger;
  readonly attachmentRemoval: Pick<AttachmentRemoval, 'list' | 'removeUnheld'>;
  readonly files: Pick<Files, 'remove'>;
  readonly thanks: ErasePostsServices['thanks'] & ThanksRemoval;
}

export interface DeleteAccountServices extends ErasureServices {
  readonly accounts: Pick<Accounts, 'signIn' | 'answerChallenge' | 'signOutEverywhere' | 'remove'>;
  readonly connections: ErasureServices['connections'] & CodeServices['connections'];
  readonly counters: Counters;
  readonly deletions: Pick<Deletions, 'begin'>;
}

export interface FinishDeletionServices extends ErasureServices {
  readonly deletions: Pick<Deletions, 'finish'>;
}

/** Uploads that are removed at once. */
const UPLOADS_AT_ONCE = 25;
/** Time that the request spends on erasing, of the ten seconds that its function has. */
const ERASING_MS = 4_000;
/**
 * How long after its beginning a deletion is done once more: access tokens let a send through that had been begun, and
 * the stream's consumer may be an hour late and write a head or a row again.
 */
const SETTLED_MS = 2 * 60 * 60_000;

/**
 * Deletes an account.
 * @param code needed where two-step sign-in is on
 * @throws {Refusal} `wrong-credentials`, `code-needed`, `wrong-code`, and then nothing was begun
 * @throws where sessions may not have ended yet: the sweep ends them
 */
export async function deleteAccount(
  services: DeleteAccountServices,
  username: string,
  password: string,
  code: string | undefined,
): Promise<void> {
  const { deletions, users, ledger, clock } = services;
  await signInWithCode(services, username, password, code);
  const at = clock.now();
  await deletions.begin({ username, at });
  await ledger.note({ kind: 'deleted-account', username }, at);
  await removeFromIndex(services, username);
  await users.leaveTombstone(username, at);
  await endAllSessions(services, username);
  try {
    await erase(services, username, clock.now() + ERASING_MS);
  } catch (error) {
    console.error('A deletion was interrupted. The sweep goes on with it.', error);
  }
}

/**
 * Does all of a deletion that is left. Every step may be repeated.
 * @param until when to stop, in epoch milliseconds; the next call goes on from there
 * @returns whether everything is erased; false where there was no time for it
 */
export async function finishDeletion(
  services: FinishDeletionServices,
  { username, at }: Deletion,
  until: number,
): Promise<boolean> {
  const { users, deletions, ledger, clock } = services;
  const settled = clock.now() - at >= SETTLED_MS;
  await ledger.note({ kind: 'deleted-account', username }, at);
  await removeFromIndex(services, username);
  await users.leaveTombstone(username, at);
  await endAllSessions(services, username);
  const isErased = await erase(services, username, until);
  if (isErased && settled) await deletions.finish(username);
  return isErased;
}

/** @returns whether everything is erased */
async function erase(services: ErasureServices, username: string, until: number): Promise<boolean> {
  const { accounts, thanks, log, conversations } = services;
  await accounts.remove(username);
  // What is searched for is kept with the posts, and goes with them.
  await removeSeekersOf(services, username);
  // Posts first: they are the only things that everybody could read, and the only ones with a place.
  if (!(await erasePosts(services, username, until))) return false;
  if (!(await removeOffersOf(services, username, until))) return false;
  if (!(await thanks.removeAll(username, until))) return false;
  // Notes to oneself have no other reader. Their row is removed after them.
  const areNotesErased =
    (await log.removeAll(conversationOf(username, username), until)) &&
    (await conversations.removeAll(username, until));
  // Uploads last: they are what a bucket that fails keeps from being removed, and S3 deletes them in a day anyway.
  return areNotesErased && (await removeUploads(services, username, until));
}

/**
 * Removes what was uploaded for nothing yet. The sweep settles what was reserved: others may have it in a message.
 * @returns whether nothing is left
 */
async function removeUploads(
  { attachmentRemoval, files, clock }: ErasureServices,
  username: string,
  until: number,
): Promise<boolean> {
  const unheld = (await attachmentRemoval.list(username)).filter(({ holder }) => holder === undefined);
  for (let start = 0; start < unheld.length; start += UPLOADS_AT_ONCE) {
    if (clock.now() >= until) return false;
    await Promise.all(
      unheld.slice(start, start + UPLOADS_AT_ONCE).map(async (upload) => {
        if (await attachmentRemoval.removeUnheld(upload)) await files.remove(upload.incoming);
      }),
    );
  }
  return true;
}
