/**
 * Taking uploads into a message or a post. Three steps, in this order: reserve the upload for what is going to hold it,
 * noting a new key; copy the file to that key; store the holder, which names the key. A function that dies in between
 * leaves a reservation, from which the sweep finds the copy.
 *
 * A person can post to the form of an upload again while it is valid, also after the message was sent. So each attempt
 * makes a copy of its own, of exactly the content that it has checked, and nothing ever writes to that key again.
 */

import { type Refusal, refuseField } from '#contract/refusal.ts';
import type { Clock } from '../ports.ts';
import { factsOf, type Attachment, type Holder, type TakenFile } from './attachment.ts';
import type { Attachments, Files, StoredObject } from './ports.ts';

const HOUR_MS = 60 * 60_000;
/** How long after it was begun an upload may be named. S3 deletes what arrived after one to two days. */
export const UPLOAD_LASTS_MS = 24 * HOUR_MS;
/** How long the row of an upload is of use. No attempt to send reserves it after a day, or is still alive after two. */
export const ROW_LASTS_MS = 3 * UPLOAD_LASTS_MS;

export interface TakeServices {
  readonly attachments: Pick<Attachments, 'getMany' | 'reserve'>;
  readonly files: Pick<Files, 'head' | 'copy'>;
  readonly newKey: NewKey;
  readonly clock: Pick<Clock, 'now'>;
}

/** Makes a key under a prefix of the bucket that nobody can guess. */
export type NewKey = (prefix: 'incoming' | 'kept') => string;

export interface Taking {
  readonly owner: string;
  readonly ids: readonly string[];
  readonly holder: Holder;
  /** For a message: the entry that it comes after, at the earliest. */
  readonly after: number;
  /** The field of the request that names them. */
  readonly field: 'attachments' | 'pictures';
}

/**
 * Takes uploads: reserves and copies each.
 * @param inspect looks at a file before it is taken, and throws a Refusal where the holder may not have it
 * @throws {Refusal} `invalid` where one does not exist, is not uploaded, or another holds it
 */
export async function takeUploads(
  services: TakeServices,
  taking: Taking,
  inspect?: (upload: Attachment, stored: StoredObject) => Promise<void>,
): Promise<readonly TakenFile[]> {
  const { attachments, files, clock } = services;
  const { owner, ids, holder, field } = taking;
  const fresh = clock.now() - UPLOAD_LASTS_MS;
  const found = await attachments.getMany(owner, ids);
  const uploads = ids.flatMap((id) => found.find((upload) => upload.id === id) ?? []);
  const isAllowed = uploads.every((upload) => upload.createdAt > fresh && (upload.holder ?? holder) === holder);
  if (uploads.length < ids.length || !isAllowed) throw noSuchAttachments(field);

  // Nothing is reserved before everything is found to be in order.
  const stored = await Promise.all(
    uploads.map(async (upload) => {
      const object = await files.head(upload.incoming);
      if (!object || object.bytes !== upload.bytes || object.type !== upload.type) throw notUploaded(field);
      await inspect?.(upload, object);
      return object;
    }),
  );
  return Promise.all(uploads.map((upload, i) => take(services, taking, upload, stored[i]?.etag ?? '')));
}

async function take(
  { attachments, files, newKey, clock }: TakeServices,
  { owner, holder, after, field }: Taking,
  upload: Attachment,
  etag: string,
): Promise<TakenFile> {
  const file = newKey('kept');
  const now = clock.now();
  // An earlier attempt may have had an earlier end of the log before it.
  const reservation = { holder, file, after: Math.min(after, upload.after ?? after), at: now };
  if (!(await attachments.reserve(owner, upload.id, reservation, now - UPLOAD_LASTS_MS)))
    throw noSuchAttachments(field);
  if (!(await files.copy(upload.incoming, file, etag))) throw notUploaded(field);
  return { id: upload.id, ...factsOf(upload), file };
}

/** The refusal of attachments that do not exist, are another's, or belong to another message or post. */
const noSuchAttachments = (field: Taking['field']): Refusal =>
  refuseField(
    field,
    'not-found',
    'Must be attachments of yours, a day old at most, that no other message or post has',
    'Upload the files again, then send again.',
  );

const notUploaded = (field: Taking['field']): Refusal =>
  refuseField(
    field,
    'not-uploaded',
    'Must be uploaded first, with the type and size that were declared',
    'Upload the files, then send again.',
  );
