/** Where a device keeps what waits in an outbox, so that it outlives the page. */

import type { UnsentRecord } from './unsent.ts';

/** What the storage must know of a record. */
interface Keyed {
  readonly clientId: string;
}

/**
 * Writes take effect in the order of the calls, and resolve when a reload would find them. Sending waits for them, so
 * a write that takes longer than a few seconds must reject.
 *
 * A storage that rejects does not keep messages from being sent. A reload then finds the state before the failed
 * write: a message that could not be put and was not sent is lost; one that could not be removed is sent again, under
 * the same `clientId`, so that nothing new is stored, even where its writer has discarded it; one whose refusal could
 * not be written is tried once more.
 */
export interface OutboxStorage<R extends Keyed = UnsentRecord> {
  /**
   * Returns the messages that wait, in any order. Those that belong to another running mailbox are not among them.
   * @param person whose messages to return; never those of another person
   * @param adopt called with messages that are left behind later, where one of several mailboxes on a device has gone
   * @param signal ends that
   */
  load(person: string, adopt: (messages: readonly R[]) => void, signal: AbortSignal): Promise<readonly R[]>;
  /** Adds a message, or replaces the one with its `clientId`. */
  put(person: string, message: R): Promise<void>;
  /**
   * Replaces the message with its `clientId`. Does nothing where that has been removed, which was done on purpose.
   */
  update(person: string, message: R): Promise<void>;
  remove(clientId: string): Promise<void>;
}

/**
 * Returns a storage that lives as long as the object. A mailbox that is given an earlier one's continues where that
 * ended.
 */
export function createMemoryStorage<R extends Keyed = UnsentRecord>(): OutboxStorage<R> {
  const kept = new Map<string, { readonly person: string; readonly message: R }>();
  return {
    load: async (person) => [...kept.values()].flatMap((one) => (one.person === person ? one.message : [])),
    async put(person, message) {
      kept.set(message.clientId, { person, message });
    },
    async update(person, message) {
      if (kept.has(message.clientId)) kept.set(message.clientId, { person, message });
    },
    async remove(clientId) {
      kept.delete(clientId);
    },
  };
}
