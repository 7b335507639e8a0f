/** One conversation as it is shown: its rows, and how they come to be from messages of the server and my own unsent ones. */
import type { Failure } from './problem.ts';

export interface Row {
  /** Stays the same while a pending row becomes a stored one. */
  readonly key: string;
  /** Missing until the server has stored it. */
  readonly id?: string;
  readonly seq?: number;
  readonly sender: string;
  readonly body: string;
  /** RFC 3339; for display only, order is by `seq`. */
  readonly timestamp: string;
  readonly clientId?: string;
  readonly state: 'pending' | 'sent' | 'failed';
  /** Why it failed. */
  readonly problem?: Failure;
}

export interface Thread {
  readonly peer: string;
  /** Stored ones by seq, then my unsent ones in the order in which they will be sent. */
  readonly rows: readonly Row[];
  /** Whether the newest messages have been downloaded. */
  readonly loaded: boolean;
  /** Seq up to which nothing is missing between the oldest row and the newest. */
  readonly through: number;
  /** Whether there are older messages to load. */
  readonly older: boolean;
  readonly loading: boolean;
  /** Why the last loading failed. It is tried again when there is a connection. */
  readonly error?: Failure;
}
