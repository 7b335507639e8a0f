/**
 * Uploads the files of what waits in an outbox, before that is sent. How far each file has come is in the outbox, so
 * that after a reload only what is missing is uploaded:
 *
 *   no id ──(a place is granted)──> id ──(all bytes have left)──> `sent` ──(answered)──> `uploaded`
 *
 * A file that is `sent` may have arrived although the answer was lost. It is not uploaded again: its message is sent,
 * and only where the server then refuses the ids, the file is uploaded again.
 *
 * A file that is forwarded is copied by the server in one call: no id ──(answered)──> `uploaded`.
 */

import type { ClientCode } from '#contract/refusal.ts';
import type { Environment } from './environment.ts';
import type { FileStorage } from './file-storage.ts';
import type { Outbox } from './outbox.ts';
import { ApiProblem } from './problem.ts';
import type { Session } from './session.ts';
import type { Unsent, UnsentAttachment } from './unsent.ts';
import { NotStored, type Place, askForPlace, copyAttachment, isUsable, postFile } from './upload-file.ts';
import type { UploadsLeft } from './upload-progress.ts';

/** The server keeps files that no message names for a day. */
const KEPT_MS = 20 * 60 * 60_000;

export interface UploadsOptions<T extends Unsent> {
  readonly session: Pick<Session, 'call'>;
  readonly outbox: Outbox<T>;
  readonly environment: Pick<Environment, 'postForm' | 'now' | 'setTimer'>;
  readonly files: FileStorage;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Tells the share of a file that has left; undefined: nothing of it is on its way. */
  readonly onProgress: (key: string, share: number | undefined) => void;
  readonly onLeft: (left: UploadsLeft) => void;
}

export interface Uploads<T extends Unsent> {
  /**
   * Uploads what is missing of an item's files, one after another.
   * @returns the item, whose files all have ids, or undefined where it was discarded meanwhile
   * @throws {Failure}
   */
  upload(clientId: string): Promise<T | undefined>;
  /**
   * Gives up the ids that the server has refused, of files that may not have arrived or were removed since. They are
   * uploaded again.
   * @returns false if there are none: all have arrived, so it refuses them for another reason, and has to be asked by
   *   the writer
   */
  giveUp(clientId: string): boolean;
}

export function createUploads<T extends Unsent>(options: UploadsOptions<T>): Uploads<T> {
  const { session, outbox, environment, files, onProgress, onLeft } = options;
  /** By id. They are in no storage: a place that was not used is forgotten by the server, too. */
  const places = new Map<string, Place>();
  /** When this page has seen files arrive, by id: milliseconds since 1970. */
  const arrived = new Map<string, number>();

  /** Notes how far a file has come. */
  function note(clientId: string, key: string, change: (before: UnsentAttachment) => UnsentAttachment): void {
    const attachments = outbox.find(clientId)?.attachments?.map((one) => (one.key === key ? change(one) : one));
    if (attachments) outbox.update(clientId, { attachments });
  }

  async function uploadOne(clientId: string, attachment: UnsentAttachment, signal: AbortSignal): Promise<void> {
    const { key, from } = attachment;
    const upload = { session, environment, signal };
    if (from) {
      const { id, left } = await copyAttachment(from, upload);
      onLeft(left);
      arrived.set(id, environment.now());
      return note(clientId, key, (before) => ({ ...before, id, state: 'uploaded' }));
    }
    const file = await files.get(key);
    if (!file) throw fileLost(attachment);
    const place = usablePlace(attachment) ?? (await newPlace(clientId, attachment, signal));
    const onShare = (share: number): void => {
      onProgress(key, share);
      if (share === 1) note(clientId, key, (before) => ({ ...before, state: 'sent' }));
    };
    try {
      await postFile(place, file, onShare, upload);
      arrived.set(place.id, environment.now());
      note(clientId, key, (before) => ({ ...before, state: 'uploaded' }));
    } catch (thrown) {
      if (thrown instanceof NotStored) note(clientId, key, ({ state: _state, ...rest }) => rest);
      if (thrown instanceof ApiProblem) note(clientId, key, withoutPlace);
      throw thrown;
    }
  }

  function usablePlace({ id }: UnsentAttachment): Place | undefined {
    const place = id === undefined ? undefined : places.get(id);
    return place && isUsable(place, environment.now()) ? place : undefined;
  }

  async function newPlace(clientId: string, attachment: UnsentAttachment, signal: AbortSignal): Promise<Place> {
    const { key, id: _id, state: _state, ...description } = attachment;
    const { place, left } = await askForPlace(description, { session, environment, signal });
    onLeft(left);
    places.set(place.id, place);
    note(clientId, key, (before) => ({ ...withoutPlace(before), id: place.id }));
    return place;
  }

  return {
    async upload(clientId) {
      const waiting = whileWaiting(outbox, clientId, options.signal);
      try {
        for (;;) {
          const item = outbox.find(clientId);
          if (!item || waiting.signal.aborted) return undefined;
          const next = item.attachments?.find(({ state }) => state === undefined);
          if (!next) return item;
          onProgress(next.key, 0);
          await uploadOne(clientId, next, waiting.signal).finally(() => onProgress(next.key, undefined));
        }
      } catch (thrown) {
        if (waiting.signal.aborted) return undefined;
        throw thrown;
      } finally {
        waiting.end();
      }
    },
    giveUp(clientId) {
      const { attachments = [] } = outbox.find(clientId) ?? {};
      const isKept = ({ id = '' }: UnsentAttachment) => (arrived.get(id) ?? -Infinity) + KEPT_MS > environment.now();
      const doubtful = attachments.filter((attachment) => !isKept(attachment));
      for (const { key } of doubtful.length > 0 ? doubtful : attachments) note(clientId, key, withoutPlace);
      return doubtful.length > 0;
    },
  };
}

/** Returns a signal that is aborted when an item is discarded. */
function whileWaiting<T extends Unsent>(outbox: Outbox<T>, clientId: string, outer: AbortSignal) {
  const controller = new AbortController();
  const check = (): void => {
    if (outer.aborted || !outbox.has(clientId)) controller.abort();
  };
  const unsubscribe = outbox.subscribe(check);
  outer.addEventListener('abort', check);
  check();
  const end = (): void => {
    unsubscribe();
    outer.removeEventListener('abort', check);
  };
  return { signal: controller.signal, end };
}

const withoutPlace = ({ id: _id, state: _state, ...rest }: UnsentAttachment): UnsentAttachment => rest;

const fileLost = ({ name }: UnsentAttachment): ApiProblem =>
  new ApiProblem({
    status: 410,
    code: 'file-lost' satisfies ClientCode,
    title: 'The file is gone',
    detail: `This browser no longer has ${name ?? 'the picture'}. Delete this, then choose the file again.`,
  });
