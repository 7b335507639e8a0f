/** My messages that the server is not known to have, in the order in which they were written. */
import type { OutboxStorage } from './outbox-storage.ts';
import { type UnsentMessage, type UnsentRecord, fromRecord, toRecord } from './unsent.ts';

export interface Outbox {
  of(peer: string): readonly UnsentMessage[];
  find(clientId: string): UnsentMessage | undefined;
  /** The one to be sent next. */
  next(peer: string): UnsentMessage | undefined;
  /** Whether this device has given a message this name, be it sent or not. */
  named(clientId: string): boolean;
  /** Puts an item at the end of its conversation's queue, wherever it was before. */
  put(item: Omit<UnsentMessage, 'place'>): void;
  /** Changes an item in its place, which ends its delay; one that has gone meanwhile stays gone. */
  update(item: UnsentMessage, change: Pick<UnsentMessage, 'after' | 'problem' | 'delay'>): void;
  remove(clientId: string): void;
  /** Takes in what comes from the storage, each in its place. */
  adopt(items: readonly UnsentRecord[]): void;
  /** Done when all changes so far are in the storage, or could not be written. Never rejects. */
  saved(): Promise<void>;
}

export interface OutboxOptions {
  readonly me: string;
  readonly storage: OutboxStorage;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told the peer of every change. */
  readonly changed: (peer: string) => void;
}

export function createOutbox({ me, storage, now, changed }: OutboxOptions): Outbox {
  const names = new Set<string>();
  let items: readonly UnsentMessage[] = [];
  let saved = Promise.resolve();
  const of = (peer: string) => items.filter((item) => item.peer === peer);
  const find = (clientId: string) => items.find((item) => item.clientId === clientId);
  const without = (clientId: string) => items.filter((item) => item.clientId !== clientId);

  function note(write: Promise<void>): void {
    saved = Promise.allSettled([saved, write]).then(() => undefined);
  }

  return {
    of,
    find,
    next: (peer) => of(peer).find(({ problem }) => !problem),
    named: (clientId) => names.has(clientId),
    put(given) {
      const item = { ...given, place: Math.max(now(), (items.at(-1)?.place ?? 0) + 1) };
      names.add(item.clientId);
      items = [...without(item.clientId), item];
      note(storage.put(me, toRecord(item)));
      changed(item.peer);
    },
    update({ clientId, peer }, change) {
      const item = find(clientId);
      if (!item) return;
      const { delay: _, ...rest } = item;
      const next = { ...rest, ...change };
      items = items.map((one) => (one === item ? next : one));
      note(storage.update(me, toRecord(next)));
      changed(peer);
    },
    remove(clientId) {
      const item = find(clientId);
      if (!item) return;
      items = without(clientId);
      note(storage.remove(clientId));
      changed(item.peer);
    },
    adopt(given) {
      const fresh = given.filter(({ clientId }) => !names.has(clientId)).map(fromRecord);
      for (const { clientId } of fresh) names.add(clientId);
      items = [...items, ...fresh].sort((one, other) => one.place - other.place);
      for (const peer of new Set(fresh.map((item) => item.peer))) changed(peer);
    },
    saved: () => saved,
  };
}
