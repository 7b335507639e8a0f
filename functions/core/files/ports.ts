/** The ports of files: the bucket that holds them, and the table of what is uploaded and not settled yet. */

import type { Attachment, Holder } from './attachment.ts';

/** An object of the bucket, as S3 describes it. */
export interface StoredObject {
  readonly bytes: number;
  readonly type: string;
  /** Changes with the content. */
  readonly etag: string;
}

/** The form of an upload. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** How a link shows its file. */
export interface Shown {
  readonly type: string;
  readonly name?: string | undefined;
}

/** Why a file is not handed out: its scan found something, has not ended, or could not be made. */
export type Withheld = 'file-flagged' | 'scan-pending' | 'scan-failed';

/** What is known of scans for malware. */
export interface FileScans {
  /** Returns why the object of a key must not be handed out; undefined where it may be, or is gone. */
  withheld(key: string): Promise<Withheld | undefined>;
}

/** The bucket. A key is a path in it, and says nothing about anybody. */
export interface Files {
  /** Returns a form that takes one file of exactly this type and size, until `expires`. */
  uploadForm(key: string, type: string, bytes: number, expires: number): Promise<UploadForm>;
  /** Returns a link to an object, which works until `expires`, whether or not the object is there. */
  link(key: string, shown: Shown, expires: number): Promise<string>;
  /** Returns what is known of an object; undefined where there is none. */
  head(key: string): Promise<StoredObject | undefined>;
  /** Returns the first bytes of an object; none where it is gone, or has another content than this. */
  read(key: string, length: number, etag: string): Promise<Uint8Array>;
  /**
   * Copies an object.
   * @param etag copies only this content; undefined: whatever is there
   * @returns false where the source is gone, or has another content
   */
  copy(from: string, to: string, etag: string | undefined): Promise<boolean>;
  /** Deletes an object; one that is gone already is no error. */
  remove(key: string): Promise<void>;
}

/** One use of an attachment: the copy that an attempt to send makes. */
export interface Reservation {
  readonly holder: Holder;
  /** Where this attempt copies the file to. No other attempt has this key. */
  readonly file: string;
  /** For a message: the entry that it comes after, at the earliest. */
  readonly after: number;
  readonly at: number;
}

/** Files that may be noted with one attachment: a send that is repeated more often starts over with a new upload. */
export const FILES_MAX = 30;

/** What was uploaded, until its fate is settled. Reads are strongly consistent. */
export interface Attachments {
  /** Adds an upload that nothing holds. @param until when it may be forgotten, if nothing has reserved it */
  add(attachment: Attachment, until: number): Promise<void>;
  /** Returns those that exist. */
  getMany(owner: string, ids: readonly string[]): Promise<readonly Attachment[]>;
  /**
   * Reserves an upload for its holder, and notes the file.
   * @param fresh an upload that was begun at this time or before is gone
   * @returns false where there is none, where another holds it, or where {@link FILES_MAX} files are noted
   */
  reserve(owner: string, id: string, reservation: Reservation, fresh: number): Promise<boolean>;
  /**
   * Notes that its holder is stored, with this file. Does nothing where that is not so.
   * @param until when the row may be forgotten, if no other file is noted in it
   */
  confirm(owner: string, id: string, holder: Holder, file: string, until: number): Promise<void>;
}

/** What sweeping and the deletion of an account need beyond that. */
export interface AttachmentRemoval {
  /** Returns every row of a person: what they have uploaded in the last days. */
  list(owner: string): Promise<readonly Attachment[]>;
  /** Removes the row of an upload unless something holds it. @returns whether it was removed */
  removeUnheld(attachment: Attachment): Promise<boolean>;
  remove(attachment: Attachment): Promise<void>;
}

/** How far a log was searched for what holds uploads. */
export interface ReachedInLog {
  readonly holder: Holder;
  /** Seq of the last entry that was read. */
  readonly after: number;
  /** The files that were found. */
  readonly kept: readonly string[];
}

/** A task of the sweep. Noting the same again, for the same time, changes nothing. */
export type DueTask = { readonly due: number } & (
  | {
      /** Settle what a person uploaded. */
      readonly kind: 'uploads';
      readonly owner: string;
      /** Where an earlier turn has come to. */
      readonly reached?: ReachedInLog;
    }
  | {
      /** Remove the files of a message, if it was deleted. */
      readonly kind: 'message';
      readonly conversation: string;
      readonly seq: number;
      readonly files: readonly string[];
    }
  | {
      /** Remove the pictures that a post has no more, and all where it is over. */
      readonly kind: 'post';
      readonly post: string;
    }
);

/** The tasks of the sweep, by the time at which each is due. */
export interface DueTasks {
  note(task: DueTask): Promise<void>;
  /** Returns tasks that were due before a time, the earliest first. */
  list(before: number, limit: number): Promise<readonly DueTask[]>;
  finish(task: DueTask): Promise<void>;
}

/** Counters of amounts. */
export interface SpendingCounters {
  /**
   * Adds an amount to a counter, unless it would exceed `limit`.
   * @param until when the counter may be forgotten
   * @returns what the counter has now; undefined where nothing was added
   */
  spend(counter: string, amount: number, limit: number, until: number): Promise<number | undefined>;
  /** Takes off again what was added for something that was refused after all. */
  giveBack(counter: string, amount: number): Promise<void>;
}
