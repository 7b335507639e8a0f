/** Uploads one file: asks the server for a place, and posts the file there. Or has the server copy one. */

import type { Attachment, Upload } from '#contract/attachments.ts';
import type { ClientCode } from '#contract/refusal.ts';
import type { Given, Received } from '#contract/route.ts';
import { createAttachment } from '#contract/routes/attachments.ts';
import type { Environment } from './environment.ts';
import { ApiProblem, NetworkError } from './problem.ts';
import type { Session } from './session.ts';
import type { ForwardedFrom } from './unsent.ts';
import type { UploadsLeft } from './upload-progress.ts';

/** An upload of which nothing was heard in this time has lost its connection. */
const STALL_MS = 30_000;
/** A place that ends this soon is not used: the server looks at the time when the form arrives. */
const EXPIRY_MARGIN_MS = 30_000;

/** What the server is told of a file before it has it. */
export type FileDescription = Omit<Attachment, 'id'>;

/** A place for one file. */
export interface Place extends Upload {
  /** Id of the attachment that the file becomes. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export interface UploadOptions {
  readonly session: Pick<Session, 'call'>;
  readonly environment: Pick<Environment, 'postForm' | 'now' | 'setTimer'>;
  readonly signal: AbortSignal;
}

/**
 * Asks for a place for a file, which counts as an upload from then on.
 * @returns the place, and what the person may upload after it
 * @throws {Failure}
 */
export async function askForPlace(
  { name, type, bytes, width, height, alt }: FileDescription,
  { session, signal }: UploadOptions,
): Promise<{ readonly place: Place; readonly left: UploadsLeft }> {
  const body = {
    ...{ type, bytes },
    ...(name !== undefined && { name }),
    ...(width !== undefined && height !== undefined && { width, height }),
    ...(alt !== undefined && { alt }),
  };
  const { id, upload, expires, left } = await create(session, body, signal);
  if (!upload) throw new NetworkError('The server has granted no place for the file.');
  return { place: { ...upload, id, expires: Date.parse(expires) }, left };
}

/**
 * Has the server copy an attachment, which counts as an upload. After an answer that was lost, another try makes
 * another copy; the server forgets the one that no message names.
 * @returns the id of the copy, and what the person may upload after it
 * @throws {Failure}
 */
export async function copyAttachment(
  from: ForwardedFrom,
  { session, signal }: Pick<UploadOptions, 'session' | 'signal'>,
): Promise<{ readonly id: string; readonly left: UploadsLeft }> {
  const { id, left } = await create(session, { from: { message: from.message, id: from.id } }, signal);
  return { id, left };
}

async function create(
  session: UploadOptions['session'],
  body: Given<typeof createAttachment>['body'],
  signal: AbortSignal,
): Promise<Received<typeof createAttachment>> {
  try {
    return await session.call(createAttachment, { body }, { signal });
  } catch (thrown) {
    // Functions without this route are about to be replaced: the gateway says so, which has no version.
    if (thrown instanceof ApiProblem && thrown.status === 404 && thrown.version === undefined)
      throw new NetworkError('The server takes no files yet.', { cause: thrown });
    throw thrown;
  }
}

/** True if there is time enough to begin to post a file to it. */
export const isUsable = ({ expires }: Place, now: number): boolean => now + EXPIRY_MARGIN_MS < expires;

/**
 * Posts a file to its place. It may take long, but not stand still.
 * @param onShare called with the share that has left, from 0 to 1
 * @throws {NotStored} where the storage has answered that it does not have the file
 * @throws {NetworkError} where no answer came: it may have the file
 * @throws {ApiProblem} where another try would not help
 */
export async function postFile(
  place: Place,
  file: Blob,
  onShare: (share: number) => void,
  { environment, signal }: UploadOptions,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(place.fields)) form.append(name, value);
  // The storage ignores the fields after the file.
  form.append('file', file);
  const { status } = await answerTo(place.url, form, onShare, environment, signal);
  if (status < 300) return;
  if (status >= 500 || status === 429) throw new NotStored('The file could not be stored yet.');
  // It ended while the form was on its way: the line is slow, or the machine has slept.
  if (environment.now() >= place.expires) throw new NotStored('The upload took too long.');
  throw uploadRefused(status);
}

/** The storage does not have the file; another try may succeed. */
export class NotStored extends NetworkError {}

async function answerTo(
  url: string,
  form: FormData,
  onShare: (share: number) => void,
  { postForm, setTimer }: UploadOptions['environment'],
  signal: AbortSignal,
): Promise<{ readonly status: number }> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  let cancel = setTimer(stop, STALL_MS);
  const onProgress = (share: number): void => {
    cancel();
    if (controller.signal.aborted) return;
    cancel = setTimer(stop, STALL_MS);
    onShare(share);
  };
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) throw new Error('It was cancelled before it began.');
    return await postForm(url, form, { signal: controller.signal, onProgress });
  } catch (error) {
    throw new NetworkError('The file could not be uploaded. Check your connection.', { cause: error });
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
  }
}

const uploadRefused = (status: number): ApiProblem =>
  new ApiProblem({
    status,
    code: 'upload-refused' satisfies ClientCode,
    title: 'The file was not taken',
    detail: 'The file was not taken. Try again, or delete this and choose the file again.',
  });
