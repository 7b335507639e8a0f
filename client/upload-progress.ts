/** How far the files have come that are being uploaded, and what may still be uploaded. */

import type { Received } from '#contract/route.ts';
import type { createAttachment } from '#contract/routes/attachments.ts';
import { createListeners } from './listeners.ts';

/** What a person may still upload. An absent field is no limit. */
export type UploadsLeft = Received<typeof createAttachment>['left'];

/** What the server has said at `at`, milliseconds since 1970. It holds until the hour, or the month, of UTC ends. */
export interface SaidLeft extends UploadsLeft {
  readonly at: number;
}

export interface UploadProgress {
  /** Returns the share of a file that has left, from 0 to 1; undefined where nothing of it is on its way. */
  of(key: string): number | undefined;
  /** What the server has said last. Undefined until something was uploaded. */
  readonly left: SaidLeft | undefined;
  /** @returns unsubscribe */
  subscribe(listener: () => void): () => void;
}

export interface SettableUploadProgress extends UploadProgress {
  set(key: string, share: number | undefined): void;
  setLeft(left: UploadsLeft): void;
}

export function createUploadProgress(now: () => number = Date.now): SettableUploadProgress {
  const shares = new Map<string, number>();
  const { subscribe, notify } = createListeners();
  let left: SaidLeft | undefined;
  return {
    of: (key) => shares.get(key),
    get left() {
      return left;
    },
    subscribe,
    set(key, share) {
      if (share === undefined) shares.delete(key);
      else shares.set(key, share);
      notify();
    },
    setLeft(given) {
      left = { ...given, at: now() };
      notify();
    },
  };
}
