/** Beginning an upload, and copying an attachment of a message to forward it. */

import { isMessage } from '#contract/entry-kinds.ts';
import { notFound } from '#contract/refusal.ts';
import { getMessage } from '../get-message.ts';
import { countUpload, type UploadLimits, type UploadsLeft } from '../limits.ts';
import type { Clock, Log } from '../ports.ts';
import type { FileFacts } from './attachment.ts';
import { filesOf } from './held-files.ts';
import type { Attachments, DueTasks, Files, SpendingCounters, UploadForm } from './ports.ts';
import { ROW_LASTS_MS, UPLOAD_LASTS_MS, type NewKey } from './take.ts';

export interface CreateAttachmentServices {
  readonly attachments: Pick<Attachments, 'add'>;
  readonly dueTasks: Pick<DueTasks, 'note'>;
  readonly files: Pick<Files, 'uploadForm' | 'copy'>;
  readonly log: Pick<Log, 'get'>;
  readonly counters: SpendingCounters;
  readonly uploadLimits: UploadLimits;
  readonly newKey: NewKey;
  readonly newAttachmentId: () => string;
  readonly clock: Pick<Clock, 'now'>;
}

export interface BegunUpload {
  readonly id: string;
  readonly form: UploadForm;
  /** Until when the form is taken. */
  readonly expires: number;
  readonly left: UploadsLeft;
}

/** How long the form of an upload is taken. */
const FORM_LASTS_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Begins an upload: counts it, and returns the form that takes it.
 * @throws {Refusal} `too-large`, `too-many-requests`
 */
export async function createAttachment(
  services: CreateAttachmentServices,
  owner: string,
  facts: FileFacts,
): Promise<BegunUpload> {
  const { files, newKey, clock } = services;
  const now = clock.now();
  const left = await countUpload(services.counters, services.uploadLimits, owner, facts.bytes, now);
  const incoming = newKey('incoming');
  const id = await add(services, owner, facts, incoming, now);
  const expires = now + FORM_LASTS_MS;
  return { id, form: await files.uploadForm(incoming, facts.type, facts.bytes, expires), expires, left };
}

/**
 * Copies an attachment of a message that `person` can read, as if they had uploaded it.
 * @param alt another description; undefined: that of the original
 * @throws {Refusal} `not-found`, `too-large`, `too-many-requests`
 */
export async function forwardAttachment(
  services: CreateAttachmentServices,
  person: string,
  from: { readonly message: string; readonly id: string },
  alt: string | undefined,
): Promise<Omit<BegunUpload, 'form'>> {
  const { files, log, newKey, clock } = services;
  const entry = await getMessage(log, person, from.message);
  const found = isMessage(entry) ? filesOf(entry).find(({ id }) => id === from.id) : undefined;
  if (!found) throw notFound();
  const now = clock.now();
  const left = await countUpload(services.counters, services.uploadLimits, person, found.bytes, now);
  const incoming = newKey('incoming');
  if (!(await files.copy(found.file, incoming, undefined))) throw notFound();
  const { id: _, file: _file, ...facts } = found;
  const id = await add(services, person, { ...facts, ...(alt !== undefined && { alt }) }, incoming, now);
  return { id, expires: now + UPLOAD_LASTS_MS, left };
}

async function add(
  { attachments, dueTasks, newAttachmentId }: CreateAttachmentServices,
  owner: string,
  facts: FileFacts,
  incoming: string,
  now: number,
): Promise<string> {
  // Noted before anything can be reserved: the sweep looks, after that day's last reservation can have settled, at all
  // that the person has uploaded.
  await dueTasks.note({ kind: 'uploads', owner, due: Math.ceil((now + 1) / DAY_MS) * DAY_MS + ROW_LASTS_MS });
  const id = newAttachmentId();
  await attachments.add({ owner, id, ...facts, incoming, createdAt: now }, now + UPLOAD_LASTS_MS);
  return id;
}
