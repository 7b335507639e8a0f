/** A person's conversations on one device: an observable store that keeps itself up to date and sends what is written into it. */
import type { Conversation } from '../functions/api/schemas.ts';
import type { Environment } from './environment.ts';
import type { Session } from './session.ts';
import type { Thread } from './thread.ts';

export type InboxRow = Conversation;

export interface MailboxState {
  /** `offline`: waiting to try again; `catching-up`: the socket is open and what was missed is being read. */
  readonly connection: 'offline' | 'connecting' | 'catching-up' | 'ready';
  /** The conversation with the newest message first. */
  readonly inbox: readonly InboxRow[];
  /** Whether the inbox has been read once. */
  readonly inboxLoaded: boolean;
  /** The conversations that have been opened, by peer. */
  readonly conversations: Readonly<Record<string, Thread>>;
}

export interface Mailbox {
  /** Immutable; a new one after every change. */
  readonly state: MailboxState;
  /** Tells of every change. Answers what ends that. */
  subscribe(listener: () => void): () => void;
  /** Downloads the newest messages exchanged with `peer`, unless they are there, and keeps them up to date from now on. */
  open(peer: string): Promise<void>;
  /** Downloads the page before the oldest row. */
  loadOlder(peer: string): Promise<void>;
  /** Shows the text as a pending row at once and sends it when those before it are sent. Answers the row's key. */
  send(peer: string, text: string): string;
  /** Sends a failed row again, behind those that wait. */
  retry(peer: string, key: string): void;
  /** Removes an unsent row; if the server has it after all, it comes back as a sent one. */
  discard(peer: string, key: string): void;
  /** Says that I have read up to `seq`; going back is ignored. */
  markRead(peer: string, seq: number): void;
  /** Reads what was missed: the inbox, then the logs that are ahead of it. Done when it has been tried; a failure is tried again by itself. */
  catchUp(): Promise<void>;
  /** Ends every timer, socket and request. */
  close(): void;
}

export interface MailboxOptions {
  /** Of a person who is signed in. When it ends, the mailbox closes. */
  readonly session: Session;
  readonly webSocketUrl: string;
  readonly environment?: Partial<Environment>;
}

export declare function createMailbox(options: MailboxOptions): Mailbox;
