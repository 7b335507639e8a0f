/** The mailbox's public interface: its state and its actions. `create-mailbox.ts` makes one. */

import type { Attachment } from '#contract/attachments.ts';
import type { Conversation, Message, QuotedPost, UnknownEntry } from '#contract/schemas.ts';
import type { WatchedFeed } from './feed-watch.ts';
import type { Failure } from './problem.ts';
import type { Delay, ForwardedFrom, NewAttachment } from './unsent.ts';
import type { UploadProgress } from './upload-progress.ts';

export interface InboxRow extends Conversation {
  /** When the newest message was written, sent or not: RFC 3339. */
  readonly written: string;
  /** True while my first message is a request that the peer has not answered: another would be refused. */
  readonly awaitingAnswer?: true;
}

/** A file of the server, or one of mine that waits with its message and may have no `id` yet. */
export interface RowAttachment extends Omit<Attachment, 'id'>, Partial<Pick<Attachment, 'id'>> {
  /** By which this device's storage of files has it, until the message is sent. */
  readonly key?: string;
  /** Set once it has left. */
  readonly state?: 'sent' | 'uploaded';
  /** Where it is forwarded from: until it is sent, it can be loaded there alone. */
  readonly from?: ForwardedFrom;
}

/** A message of the server, or an unsent one of mine, which has no `id` and no `seq`. */
export interface MessageRow
  extends
    Pick<Message, 'sender' | 'body' | 'timestamp'>,
    Partial<Pick<Message, 'id' | 'seq' | 'clientId' | 'editedAt' | 'deleted' | 'reactions' | 'quote' | 'post'>> {
  /** Stays the same while a pending row becomes a stored one. */
  readonly key: string;
  readonly state: 'pending' | 'sent' | 'failed';
  readonly attachments?: readonly RowAttachment[] | undefined;
  /** Why it failed. */
  readonly problem?: Failure;
  /** Why a pending row takes its time, and how long. */
  readonly delay?: Delay;
}

export interface ConversationView {
  readonly peer: string;
  /**
   * Stored messages by seq, at most 300 of them, then my unsent ones in the order in which they will be
   * sent.
   */
  readonly rows: readonly MessageRow[];
  /**
   * By seq: what was written there is of a kind that this version does not know. A newer version of the page shows it.
   */
  readonly unknown: readonly UnknownEntry[];
  /** Whether the newest messages have been downloaded. */
  readonly loaded: boolean;
  /** Seq up to which every entry after the oldest row has come. */
  readonly through: number;
  /** Whether there are older messages to load. */
  readonly hasOlder: boolean;
  /** Whether the stored rows end before the newest message. */
  readonly hasNewer: boolean;
  /** Seq up to which the peer is known to have read. */
  readonly readByPeer: number;
  /** Whether the peer is typing now. */
  readonly typing: boolean;
  readonly loading: boolean;
  /** Why the last loading failed. It is tried again when there is a connection. */
  readonly error?: Failure;
}

/**
 * `conversations`: neither archived, nor requests that I have not answered. Whom I have blocked asks for nothing.
 * `unread`: those of them with something unread.
 */
export type InboxListName = 'conversations' | 'unread' | 'requests' | 'archived';

/** How far a list was read. */
export interface InboxListState {
  readonly loaded: boolean;
  readonly loading: boolean;
  /** Whether there are more conversations to load. */
  readonly hasMore: boolean;
  /** Up to where all are known; absent where all are. */
  readonly end?: ListPlace;
  /** Why the last loading failed. */
  readonly error?: Failure;
}

/** What the place of a conversation in a list depends on. */
export type ListPlace = Pick<InboxRow, 'peer' | 'written'> & { readonly onTop: boolean };

/** What the inbox counts, whether or not its conversations are loaded. */
export interface InboxTotals {
  /** Unread messages of conversations that are neither muted, archived nor requests. */
  readonly unread: number;
  /** Requests that wait for an answer. */
  readonly requests: number;
}

export interface MailboxState {
  /** `offline`: waiting to dial again; `catching-up`: the socket is open and what was missed is being read. */
  readonly connection: 'offline' | 'connecting' | 'catching-up' | 'ready';
  /**
   * The conversations that this device knows of, of whatever list: pinned ones first, each group by its newest message.
   * A conversation in which nothing was sent yet is here while something in it waits to be sent.
   */
  readonly inbox: readonly InboxRow[];
  /** Whether the first conversations of the inbox have been read once. */
  readonly inboxLoaded: boolean;
  /** How far each list was read: `rowsOf` of `inbox-lists.ts` returns its conversations. */
  readonly lists: Readonly<Record<InboxListName, InboxListState>>;
  /** What the whole inbox has, loaded or not. */
  readonly totals: InboxTotals;
  /** The conversations that have been opened, or have something unsent, by peer. */
  readonly conversations: Readonly<Record<string, ConversationView>>;
}

/** What a message refers to. */
export interface Reference {
  /** Id of the message it answers. */
  readonly replyTo?: string | undefined;
  /** The peer's post that it is written from. The title is shown until the server has said its own. */
  readonly post?: QuotedPost | undefined;
}

/** What a message has besides its text. */
export interface Additions extends Reference {
  /**
   * Files that are in the storage of files, and are removed from it once the message is sent or discarded; and files to
   * be forwarded.
   */
  readonly attachments?: readonly NewAttachment[] | undefined;
}

export interface Preferences {
  readonly muted?: boolean;
  /** With `muted`: when the conversation is heard again, RFC 3339. Absent: it is muted for good. */
  readonly mutedUntil?: string;
  readonly pinned?: boolean;
  readonly declined?: boolean;
  /** Seq of the newest message: the conversation is archived until a later one. 0: it is not archived. */
  readonly archivedThrough?: number;
  /** Reading the conversation ends it. */
  readonly markedUnread?: boolean;
}

export interface Mailbox {
  /** Immutable; a new object after every change. */
  readonly state: MailboxState;
  /**
   * Calls `listener` after every change.
   * @returns unsubscribe
   */
  subscribe(listener: () => void): () => void;
  /**
   * Downloads the newest messages exchanged with `peer`, unless they are here, and keeps them up to date from now on.
   */
  open(peer: string): Promise<void>;
  /**
   * Downloads the page before the oldest row. Beyond 300 rows, the newest are left out.
   * @param limit how many messages at most; the default is as many as a conversation opens with
   */
  loadOlder(peer: string, limit?: number): Promise<void>;
  /** Downloads the page behind the newest row, where there are newer ones. The oldest are left out in turn. */
  loadNewer(peer: string): Promise<void>;
  /** Shows the newest messages again, where they were left out. */
  showNewest(peer: string): Promise<void>;
  /** Shows the messages around this seq, unless they are here. A failure is in the view, as of all loading. */
  showAround(peer: string, seq: number): Promise<void>;
  /**
   * Says which message of an open conversation is being read, so that it stays among the rows, whatever arrives.
   * @param seq undefined: the newest one
   */
  keepPlace(peer: string, seq: number | undefined): void;
  /** Says that nobody looks at a conversation any more. It opens with its newest messages again. */
  leave(peer: string): void;
  /**
   * Shows the message as a pending row at once. Uploads its files, and sends it after those before it.
   * @param text may be empty beside attachments
   * @returns the row's key
   */
  sendMessage(peer: string, text: string, more?: Additions): string;
  /** Sends a failed row again, behind those that wait. */
  retry(peer: string, key: string): void;
  readonly uploads: UploadProgress;
  /**
   * Removes an unsent row, and stops its upload. If the server has the message after all, it comes back as a sent one.
   */
  discardUnsent(peer: string, key: string): void;
  /**
   * Gives a sent message of mine another text, or none where it has attachments. Resolves when the server has it and
   * the rows show it.
   * @throws {Failure}
   */
  editMessage(peer: string, id: string, text: string): Promise<void>;
  /** Deletes a sent message of mine. Resolves and rejects as `editMessage` does. */
  deleteMessage(peer: string, id: string): Promise<void>;
  /** Reacts to a message with an emoji. Resolves and rejects as `editMessage` does. */
  addReaction(peer: string, id: string, emoji: string): Promise<void>;
  /** Takes a reaction back. Resolves and rejects as `editMessage` does. */
  removeReaction(peer: string, id: string, emoji: string): Promise<void>;
  /**
   * Mutes, pins, archives or marks a conversation, or declines a request, or undoes that. But for a declined request,
   * the row shows it at once. Resolves when the server has it. Only I see it.
   * @throws {Failure} the row shows again what the server has
   */
  updateConversation(peer: string, preferences: Preferences): Promise<void>;
  /**
   * Keeps a list of the inbox current while somebody looks at it, and reads its first conversations now. That of all
   * conversations is current in any case.
   * @returns stop
   */
  watchInbox(list: InboxListName): () => void;
  /** Downloads the next conversations of a list. A failure is in its state. */
  loadMoreInbox(list: InboxListName): Promise<void>;
  /** Downloads the row of one conversation, unless it is known. */
  loadRow(peer: string): Promise<void>;
  /** Tells the peer that I am typing. Call it at every key: most calls send nothing. */
  typing(peer: string): void;
  /**
   * Keeps a list of posts current while somebody looks at it, in place of the list before: reads it now, soon after
   * posts were published, and now and then. What is new is in its `fresh`.
   * @returns stop
   */
  watchFeed(feed: WatchedFeed): () => void;
  /**
   * Calls `listener` with the id of a post whose outcome may have changed: one of mine, or one for which I made an
   * offer. It is a hint, and may be lost: read the post now and then as well.
   * @returns unsubscribe
   */
  onOutcome(listener: (post: string) => void): () => void;
  /** Says that I have read up to `seq`. A seq before the present position is ignored. */
  markRead(peer: string, seq: number): void;
  /**
   * Reads what was missed: the inbox, then the logs. Resolves after the attempt; a failure is retried automatically.
   */
  catchUp(): Promise<void>;
  /** Ends every timer, socket and request. */
  close(): void;
}
