/** Where a device keeps what was written on it until the server has it. */

import type { UnsentRecord } from './unsent.ts';

/**
 * Writes take effect in the order in which they are asked for, and are done when a reload would find them. Sending waits for
 * them, so what can not be done in a few seconds has to reject.
 *
 * A storage that rejects keeps nothing from being sent; what could not be written is then as a reload finds it. So a message
 * that could not be put and was not sent is lost, one that could not be removed is sent again (under the same name, so that
 * nothing new is stored, even where its writer has discarded it), and one whose failure could not be put is tried once more.
 */
export interface OutboxStorage {
  /**
   * @param person whose messages are wanted; nobody else's are answered
   * @param adopt takes over what turns up later, where several run on one device and one of them has gone
   * @param signal ends that
   * @returns what waits and belongs to nobody else who is running, in any order
   */
  load(
    person: string,
    adopt: (items: readonly UnsentRecord[]) => void,
    signal: AbortSignal,
  ): Promise<readonly UnsentRecord[]>;
  /** Adds an item, or replaces that with its `clientId`. */
  put(person: string, item: UnsentRecord): Promise<void>;
  /** Replaces the item with its `clientId`; does nothing where there is none any more: whoever has removed it wants it gone. */
  update(person: string, item: UnsentRecord): Promise<void>;
  remove(clientId: string): Promise<void>;
}

/** Lives as long as the object: a mailbox that is given that of an earlier one goes on where that was. */
export function createMemoryStorage(): OutboxStorage {
  const kept = new Map<string, { readonly person: string; readonly item: UnsentRecord }>();
  return {
    load: async (person) => [...kept.values()].flatMap((one) => (one.person === person ? one.item : [])),
    async put(person, item) {
      kept.set(item.clientId, { person, item });
    },
    async update(person, item) {
      if (kept.has(item.clientId)) kept.set(item.clientId, { person, item });
    },
    async remove(clientId) {
      kept.delete(clientId);
    },
  };
}
