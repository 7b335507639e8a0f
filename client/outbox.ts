/** My messages that the server is not known to have, in the order in which they were written. */
import type { Failure } from './problem.ts';

export interface Unsent {
  /** A UUID: whoever repeats the send with it gets the message stored before. */
  readonly clientId: string;
  readonly peer: string;
  readonly body: string;
  /** Id of the message it answers. */
  readonly replyTo?: string;
  /** When it was written, RFC 3339. */
  readonly timestamp: string;
  /**
   * The seq up to which this device had the conversation, set before the first attempt. It only changes when the log was
   * read from it to the end and the `clientId` did not occur: else a copy stored by a lost attempt would go unnoticed.
   */
  readonly after?: number;
  /** Why the server refused it. It waits for its writer. */
  readonly problem?: Failure;
}

export interface Outbox {
  of(peer: string): readonly Unsent[];
  find(clientId: string): Unsent | undefined;
  /** The one to be sent next. */
  next(peer: string): Unsent | undefined;
  /** Whether this device has given a message this name, be it sent or not. */
  named(clientId: string): boolean;
  /** Puts an item at the end of its conversation's queue, wherever it was before. */
  put(item: Unsent): void;
  /** Changes an item in its place; one that has gone meanwhile stays gone. */
  update(item: Unsent, change: Pick<Unsent, 'after' | 'problem'>): void;
  remove(clientId: string): void;
}

/** @param changed told the peer of every change */
export function createOutbox(changed: (peer: string) => void): Outbox {
  const names = new Set<string>();
  let items: readonly Unsent[] = [];
  const of = (peer: string) => items.filter((item) => item.peer === peer);
  const find = (clientId: string) => items.find((item) => item.clientId === clientId);
  const without = (clientId: string) => items.filter((item) => item.clientId !== clientId);
  return {
    of,
    find,
    next: (peer) => of(peer).find(({ problem }) => !problem),
    named: (clientId) => names.has(clientId),
    put(item) {
      names.add(item.clientId);
      items = [...without(item.clientId), item];
      changed(item.peer);
    },
    update({ clientId, peer }, change) {
      items = items.map((item) => (item.clientId === clientId ? { ...item, ...change } : item));
      changed(peer);
    },
    remove(clientId) {
      const item = find(clientId);
      if (!item) return;
      items = without(clientId);
      changed(item.peer);
    },
  };
}
