/** My messages that the server is not known to have, in the order in which they were written. */
import { createListeners } from './listeners.ts';
import type { OutboxStorage } from './outbox-storage.ts';
import { type UnsentMessage, type UnsentRecord, fromRecord, toRecord } from './unsent.ts';

export interface Outbox {
  of(peer: string): readonly UnsentMessage[];
  /** The message to be sent next: the first that was not refused. */
  next(peer: string): UnsentMessage | undefined;
  has(clientId: string): boolean;
  /** Whether this device has given a message this `clientId`, sent or not. */
  isMine(clientId: string): boolean;
  /** Puts a message at the end of its conversation's queue. */
  put(message: Omit<UnsentMessage, 'place'>): void;
  /** Puts a message that was refused at the end of its conversation's queue, without the refusal. */
  retry(clientId: string): void;
  /** Changes a message in its place, which ends its delay. One that has gone meanwhile stays gone. */
  update(clientId: string, change: Pick<UnsentMessage, 'after' | 'problem' | 'delay'>): void;
  remove(clientId: string): void;
  /**
   * Takes in what an earlier page or another tab has left in the storage, each message in its place, now and later.
   * @param signal ends that
   * @returns a promise that resolves when what is there now was taken in, or could not be read; it never rejects
   */
  load(signal: AbortSignal): Promise<void>;
  /** Resolves when all changes so far are in the storage, or could not be written. Never rejects. */
  saved(): Promise<void>;
  /**
   * Calls `listener` with the peer of every change.
   * @returns unsubscribe
   */
  subscribe(listener: (peer: string) => void): () => void;
}

export interface OutboxOptions {
  readonly me: string;
  readonly storage: OutboxStorage;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createOutbox({ me, storage, now }: OutboxOptions): Outbox {
  const clientIds = new Set<string>();
  const { subscribe, notify } = createListeners<[peer: string]>();
  let messages: readonly UnsentMessage[] = [];
  let saved = Promise.resolve();
  const of = (peer: string) => messages.filter((message) => message.peer === peer);
  const find = (clientId: string) => messages.find((message) => message.clientId === clientId);
  const without = (clientId: string) => messages.filter((message) => message.clientId !== clientId);

  /** Changes are in memory at once, and in the storage when `write` is done. */
  function change(peer: string, next: readonly UnsentMessage[], write: Promise<void>): void {
    messages = next;
    saved = Promise.allSettled([saved, write]).then(() => undefined);
    notify(peer);
  }

  function put(given: Omit<UnsentMessage, 'place'>): void {
    const message = { ...given, place: Math.max(now(), (messages.at(-1)?.place ?? 0) + 1) };
    clientIds.add(message.clientId);
    change(message.peer, [...without(message.clientId), message], storage.put(me, toRecord(message)));
  }

  function adopt(records: readonly UnsentRecord[]): void {
    const fresh = records.filter(({ clientId }) => !clientIds.has(clientId)).map(fromRecord);
    for (const { clientId } of fresh) clientIds.add(clientId);
    messages = [...messages, ...fresh].sort((one, other) => one.place - other.place);
    for (const peer of new Set(fresh.map((message) => message.peer))) notify(peer);
  }

  return {
    of,
    next: (peer) => of(peer).find(({ problem }) => !problem),
    has: (clientId) => find(clientId) !== undefined,
    isMine: (clientId) => clientIds.has(clientId),
    put,
    retry(clientId) {
      const message = find(clientId);
      if (!message?.problem) return;
      const { problem: _, ...again } = message;
      put(again);
    },
    update(clientId, changed) {
      const message = find(clientId);
      if (!message) return;
      const { delay: _, ...rest } = message;
      const next = { ...rest, ...changed };
      change(
        message.peer,
        messages.map((one) => (one === message ? next : one)),
        storage.update(me, toRecord(next)),
      );
    },
    remove(clientId) {
      const message = find(clientId);
      if (message) change(message.peer, without(clientId), storage.remove(clientId));
    },
    load(signal) {
      const adoptWhileOpen = (records: readonly UnsentRecord[]) => {
        if (!signal.aborted) adopt(records);
      };
      return storage.load(me, adoptWhileOpen, signal).then(adoptWhileOpen, () => undefined);
    },
    saved: () => saved,
    subscribe,
  };
}
