/** A message of mine that the server is not known to have, in memory and in the storage. */

import type { Problem } from '#contract/schemas.ts';
import type { ApiProblem } from './problem.ts';

export interface UnsentMessage {
  /** A UUID. Repeating a send with the same `clientId` returns the stored message. */
  readonly clientId: string;
  readonly peer: string;
  readonly body: string;
  /** Id of the message it answers. */
  readonly replyTo?: string;
  /** When it was written, RFC 3339. */
  readonly timestamp: string;
  /** Its place in the queue: greater than the place of every message put before it. */
  readonly place: number;
  /**
   * The seq up to which this device had the conversation, set before the first attempt. It only changes after the log
   * was read from it to the end and the `clientId` did not occur: otherwise a copy stored by a lost attempt would go
   * unnoticed.
   */
  readonly after?: number;
  /** The generation of the entry at `after`. */
  readonly generation?: number;
  /** Why the server refused it. It waits for its writer. */
  readonly problem?: ApiProblem;
  /** Why the server wants it later. It is sent again automatically. */
  readonly delay?: Delay;
}

export interface Delay {
  readonly problem: ApiProblem;
  /** Milliseconds since 1970, by this machine's clock. Undefined: until the server has another version. */
  readonly until?: number;
}

/** An unsent message as plain data: it survives JSON and the structured clone algorithm. */
export interface UnsentRecord extends Omit<UnsentMessage, 'problem' | 'delay'> {
  readonly problem?: Omit<Problem, 'type' | 'errors' | 'requestId'> & Partial<Problem> & { readonly version?: number };
}
