/** What the server is not known to have, in memory and in the storage. */

import type { Attachment } from '#contract/attachments.ts';
import type { Given } from '#contract/route.ts';
import type { createPost } from '#contract/routes/posts.ts';
import type { Problem, QuotedPost } from '#contract/schemas.ts';
import type { ApiProblem } from './problem.ts';

/** What waits in an outbox. */
export interface Unsent {
  /** A UUID. Repeating a request with the same `clientId` returns what is stored under it. */
  readonly clientId: string;
  /** Its place in the queue: greater than the place of everything put before it. */
  readonly place: number;
  /** Why the server refused it. It waits for its writer. */
  readonly problem?: ApiProblem;
  /** Why the server wants it later. It is sent again automatically. */
  readonly delay?: Delay;
  /** Files that are uploaded before it is sent, in order. */
  readonly attachments?: readonly UnsentAttachment[];
}

/** A file that is to be uploaded. */
export interface NewAttachment extends Omit<Attachment, 'id'> {
  /** A UUID, by which the storage of files has its bytes. */
  readonly key: string;
  /** Where it is forwarded from. The server copies it: this device has no bytes of it. */
  readonly from?: ForwardedFrom;
}

/** An attachment of a message that I can read. */
export interface ForwardedFrom {
  /** Id of the message. */
  readonly message: string;
  /** Id of the attachment. */
  readonly id: string;
}

export interface UnsentAttachment extends NewAttachment {
  /** The id that the server has given it. Once a request has named it, it only changes after that was refused. */
  readonly id?: string;
  /** `sent`: all of it has left, but the answer has not come. Absent: it is to be uploaded. */
  readonly state?: 'sent' | 'uploaded';
}

export interface UnsentMessage extends Unsent {
  readonly peer: string;
  readonly body: string;
  /** Id of the message it answers. */
  readonly replyTo?: string;
  /** The post that it is written from, as it was shown then. */
  readonly post?: QuotedPost;
  /** When it was written, RFC 3339. */
  readonly timestamp: string;
  /**
   * The seq up to which this device had the conversation, set before the first attempt. It only changes after the log
   * was read from it to the end and the `clientId` did not occur: otherwise a copy stored by a lost attempt would go
   * unnoticed.
   */
  readonly after?: number;
  /** The generation of the entry at `after`. */
  readonly generation?: number;
}

/** A post as it is sent. Repeated, it must say the same. */
export type PostRequest = Omit<Given<typeof createPost>['body'], 'clientId'>;

export interface UnsentPost extends Unsent {
  readonly request: PostRequest;
  /** The fields of the form it was written in, so that it can be edited. They are never sent. */
  readonly fields: Readonly<Record<string, string>>;
  /** When it was written, RFC 3339. */
  readonly timestamp: string;
}

export interface Delay {
  readonly problem: ApiProblem;
  /** Milliseconds since 1970, by this machine's clock. Undefined: until the server has another version. */
  readonly until?: number;
}

/** What waits as plain data: it survives JSON and the structured clone algorithm. */
export type RecordOf<T extends Unsent> = Omit<T, 'problem' | 'delay'> & {
  readonly problem?: Omit<Problem, 'type' | 'errors' | 'requestId'> & Partial<Problem> & { readonly version?: number };
};
export type UnsentRecord = RecordOf<UnsentMessage>;
