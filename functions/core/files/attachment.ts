/** Attachments as they are stored: while they are uploaded, and in what holds them. */

import { conversationOf } from '#contract/message-id.ts';

/** What is known of a file. */
export interface FileFacts {
  readonly type: string;
  readonly bytes: number;
  readonly name?: string;
  /** In pixels. */
  readonly width?: number;
  readonly height?: number;
  /** What a picture shows, in words. */
  readonly alt?: string;
}

/** A file as a message or a post holds it. */
export interface HeldFile extends FileFacts {
  readonly id: string;
}

/** A file that is copied for its holder. */
export interface TakenFile extends HeldFile {
  /** Its key in the bucket. */
  readonly file: string;
}

/**
 * What an attachment is taken for: `m#<conversation>#<clientId>` is a send and all its repeats, `p#<post>` a post.
 * One attachment is in one of them at most.
 */
export type Holder = `m#${string}` | `p#${string}`;

export const holderOfSend = (sender: string, recipient: string, clientId: string): Holder =>
  `m#${conversationOf(sender, recipient)}#${clientId}`;

export const holderOfPost = (post: string): Holder => `p#${post}`;

/** An upload, until its fate is settled. */
export interface Attachment extends FileFacts {
  readonly owner: string;
  readonly id: string;
  /** Where it arrives. */
  readonly incoming: string;
  readonly createdAt: number;
  readonly holder?: Holder;
  /** When the newest attempt of the holder reserved it. */
  readonly reservedAt?: number;
  /** For a message: the entry that it comes after, at the earliest. */
  readonly after?: number;
  /** The copies that attempts of the holder have made, or were going to make. */
  readonly files?: ReadonlySet<string>;
  /** The holder is stored, and has a file of these. */
  readonly isConfirmed?: true;
}

export function factsOf({ type, bytes, name, width, height, alt }: FileFacts): FileFacts {
  return {
    ...{ type, bytes },
    ...(name !== undefined && { name }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(alt !== undefined && { alt }),
  };
}
