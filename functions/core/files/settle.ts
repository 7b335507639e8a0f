/**
 * Settling files after the fact: noting that an attachment is kept, and removing the files of deleted messages. All of
 * it may run twice, late, and at once.
 */

import { isMessage } from '#contract/entry-kinds.ts';
import type { Position } from '#contract/message-id.ts';
import type { Entry } from '../entry.ts';
import type { Log } from '../ports.ts';
import { holderOfSend } from './attachment.ts';
import { filesOf } from './held-files.ts';
import type { Attachments, Files } from './ports.ts';
import { ROW_LASTS_MS } from './take.ts';

export interface RemoveFilesServices {
  readonly log: Pick<Log, 'get' | 'forgetFiles'>;
  readonly files: Pick<Files, 'remove'>;
}

export interface SettleServices extends RemoveFilesServices {
  readonly attachments: Pick<Attachments, 'confirm'>;
}

/** Settles what an entry that is in the log, and applied, says about files. */
export async function settleFiles(services: SettleServices, entry: Entry): Promise<void> {
  if (isMessage(entry)) return confirmFiles(services, entry);
  if (!isDeletionOfFiles(entry)) return;
  try {
    await removeFilesOf(services, { conversation: entry.conversation, seq: entry.target });
  } catch (error) {
    // A failure would hold up every message that follows in the stream.
    console.error('The files of a deleted message could not be removed. The sweep tries again.', error);
  }
}

const isDeletionOfFiles = (entry: Entry): entry is Extract<Entry, { kind: 'deletion' }> & { hasFiles: true } =>
  entry.kind === 'deletion' && 'hasFiles' in entry;

async function confirmFiles(
  { attachments }: SettleServices,
  entry: Extract<Entry, { kind: 'message' }>,
): Promise<void> {
  const { sender, recipient, clientId, timestamp } = entry;
  const holder = holderOfSend(sender, recipient, clientId);
  const until = timestamp + ROW_LASTS_MS;
  await Promise.all(filesOf(entry).map(({ id, file }) => attachments.confirm(sender, id, holder, file, until)));
}

/** Removes the files of a message that was deleted, then the keys that it has kept for that. */
export async function removeFilesOf({ log, files }: RemoveFilesServices, message: Position): Promise<void> {
  const entry = await log.get(message, 'strong');
  if (!entry || !isMessage(entry) || entry.deletionSeq === undefined || !entry.files) return;
  await Promise.all(entry.files.map((file) => files.remove(file)));
  await log.forgetFiles(message);
}
