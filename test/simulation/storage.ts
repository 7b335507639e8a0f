/**
 * A device's storage of unsent messages. Changes take time and come one after another; a load waits for those before
 * it.
 */

import type { OutboxStorage } from '#client/outbox-storage.ts';
import type { UnsentRecord } from '#client/unsent.ts';
import type { World } from './world.ts';

/** The most that a change takes. */
const CHANGE_MS = 20;

export function createStorage({ time, random, mutant }: World): OutboxStorage {
  const kept = new Map<string, { readonly person: string; readonly item: UnsentRecord }>();
  let last = Promise.resolve<unknown>(undefined);

  function inTurn<T>(act: () => T): Promise<T> {
    const done = last.then(() => time.sleep(random.between(0, CHANGE_MS))).then(act);
    last = done;
    return done;
  }

  return {
    load: (person) => inTurn(() => [...kept.values()].flatMap((one) => (one.person === person ? one.item : []))),
    put(person, given) {
      const item = mutant.keep ? mutant.keep(given) : given;
      return inTurn(() => void (item && kept.set(item.clientId, { person, item })));
    },
    update(person, given) {
      const item = mutant.keep ? mutant.keep(given) : given;
      return inTurn(() => void (item && kept.has(item.clientId) && kept.set(item.clientId, { person, item })));
    },
    remove: (clientId) => inTurn(() => void kept.delete(clientId)),
  };
}
