/** My messages that the server is not known to have, in the order in which they were written. */

import { createListeners } from './listeners.ts';
import type { OutboxStorage } from './outbox-storage.ts';
import { ApiProblem } from './problem.ts';
import type { UnsentMessage, UnsentRecord } from './unsent.ts';

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
  update(clientId: string, change: Pick<UnsentMessage, 'after' | 'generation' | 'problem' | 'delay'>): void;
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
  /** By `clientId`, in the order in which they will be sent. */
  const messages = new Map<string, UnsentMessage>();
  const clientIds = new Set<string>();
  const { subscribe, notify } = createListeners<[peer: string]>();
  let saved = Promise.resolve();
  const of = (peer: string) => [...messages.values()].filter((message) => message.peer === peer);

  /** A change is in memory at once, and in the storage when `write` is done. */
  function wrote(peer: string, write: Promise<void>): void {
    saved = Promise.allSettled([saved, write]).then(() => undefined);
    notify(peer);
  }

  function put(given: Omit<UnsentMessage, 'place'>): void {
    const last = [...messages.values()].at(-1)?.place ?? 0;
    const message = { ...given, place: Math.max(now(), last + 1) };
    clientIds.add(message.clientId);
    messages.delete(message.clientId);
    messages.set(message.clientId, message);
    wrote(message.peer, storage.put(me, toRecord(message)));
  }

  function adopt(records: readonly UnsentRecord[]): void {
    const fresh = records.filter(({ clientId }) => !clientIds.has(clientId)).map(fromRecord);
    const all = [...messages.values(), ...fresh].sort((one, other) => one.place - other.place);
    messages.clear();
    for (const message of all) messages.set(message.clientId, message);
    for (const { clientId } of fresh) clientIds.add(clientId);
    for (const peer of new Set(fresh.map((message) => message.peer))) notify(peer);
  }

  return {
    of,
    next: (peer) => of(peer).find(({ problem }) => !problem),
    has: (clientId) => messages.has(clientId),
    isMine: (clientId) => clientIds.has(clientId),
    put,
    retry(clientId) {
      const message = messages.get(clientId);
      if (!message?.problem) return;
      const { problem: _, ...again } = message;
      put(again);
    },
    update(clientId, change) {
      const message = messages.get(clientId);
      if (!message) return;
      const { delay: _, ...rest } = message;
      const changed = { ...rest, ...change };
      messages.set(clientId, changed);
      wrote(message.peer, storage.update(me, toRecord(changed)));
    },
    remove(clientId) {
      const message = messages.get(clientId);
      if (!message) return;
      messages.delete(clientId);
      wrote(message.peer, storage.remove(clientId));
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

function toRecord({ problem, delay: _delay, ...item }: UnsentMessage): UnsentRecord {
  if (!problem) return item;
  const { status, code, title, detail, errors, requestId, version } = problem;
  return {
    ...item,
    problem: {
      status,
      code,
      title,
      detail,
      ...(errors && { errors }),
      ...(requestId && { requestId }),
      ...(version !== undefined && { version }),
    },
  };
}

/**
 * A record without `after` may have been tried all the same, if that could not be written: the server then searches
 * the whole log for it.
 */
const fromRecord = ({ problem, ...item }: UnsentRecord): UnsentMessage => ({
  after: 0,
  ...item,
  ...(problem && { problem: new ApiProblem(problem, problem) }),
});
