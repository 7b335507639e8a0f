/**
 * What I have written and the server is not known to have, in the order in which it was written. It waits in queues:
 * messages in one for each conversation, by the peer's name.
 */

import { createListeners } from './listeners.ts';
import type { OutboxStorage } from './outbox-storage.ts';
import { ApiProblem } from './problem.ts';
import type { RecordOf, Unsent, UnsentMessage } from './unsent.ts';

export interface Outbox<T extends Unsent = UnsentMessage> {
  of(queue: string): readonly T[];
  /** The item to be sent next: the first that was not refused. */
  next(queue: string): T | undefined;
  find(clientId: string): T | undefined;
  has(clientId: string): boolean;
  /** Whether this device has given an item this `clientId`, sent or not. */
  isMine(clientId: string): boolean;
  /** Puts an item at the end of its queue. */
  put(item: Omit<T, 'place'>): void;
  /** Puts an item that was refused at the end of its queue, without the refusal. */
  retry(clientId: string): void;
  /** Changes an item in its place, which ends its delay. One that has gone meanwhile stays gone. */
  update(clientId: string, change: Partial<Omit<T, 'clientId' | 'place'>> | Omit<Unsent, 'clientId' | 'place'>): void;
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
   * Calls `listener` with the queue of every change.
   * @returns unsubscribe
   */
  subscribe(listener: (queue: string) => void): () => void;
}

export interface OutboxOptions<T extends Unsent> {
  readonly me: string;
  readonly storage: OutboxStorage<RecordOf<T>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The field that names an item's queue. Without one, all are in one queue, named by an empty text. */
  readonly queueBy?: keyof T;
  /** Completes what was read from the storage. */
  readonly restore: (record: Omit<RecordOf<T>, 'problem'>) => T;
  /** Called with each item that is removed. */
  readonly onRemoved?: (item: T) => void;
}

export function createOutbox<T extends Unsent>(options: OutboxOptions<T>): Outbox<T> {
  const { me, storage, now, queueBy, restore, onRemoved } = options;
  /** By `clientId`, in the order in which they will be sent. */
  const items = new Map<string, T>();
  const clientIds = new Set<string>();
  const { subscribe, notify } = createListeners<[queue: string]>();
  let saved = Promise.resolve();
  const queueOf = (item: T): string => (queueBy === undefined ? '' : String(item[queueBy]));
  const of = (queue: string) => [...items.values()].filter((item) => queueOf(item) === queue);

  /** A change is in memory at once, and in the storage when `write` is done. */
  function wrote(item: T, write: Promise<void>): void {
    saved = Promise.allSettled([saved, write]).then(() => undefined);
    notify(queueOf(item));
  }

  function put(given: Omit<T, 'place'>): void {
    const last = [...items.values()].at(-1)?.place ?? 0;
    const item = { ...given, place: Math.max(now(), last + 1) } as T;
    clientIds.add(item.clientId);
    items.delete(item.clientId);
    items.set(item.clientId, item);
    wrote(item, storage.put(me, toRecord(item)));
  }

  function adopt(records: readonly RecordOf<T>[]): void {
    const fresh = records.filter(({ clientId }) => !clientIds.has(clientId)).map(fromRecord);
    const all = [...items.values(), ...fresh].sort((one, other) => one.place - other.place);
    items.clear();
    for (const item of all) items.set(item.clientId, item);
    for (const { clientId } of fresh) clientIds.add(clientId);
    for (const queue of new Set(fresh.map(queueOf))) notify(queue);
  }

  function fromRecord({ problem, ...record }: RecordOf<T>): T {
    return { ...restore(record), ...(problem && { problem: new ApiProblem(problem, problem) }) };
  }

  return {
    of,
    next: (queue) => of(queue).find(({ problem }) => !problem),
    find: (clientId) => items.get(clientId),
    has: (clientId) => items.has(clientId),
    isMine: (clientId) => clientIds.has(clientId),
    put,
    retry(clientId) {
      const item = items.get(clientId);
      if (!item?.problem) return;
      const { problem: _, ...again } = item;
      put(again as unknown as Omit<T, 'place'>);
    },
    update(clientId, change) {
      const item = items.get(clientId);
      if (!item) return;
      const { delay: _, ...rest } = item;
      const changed = { ...rest, ...change } as T;
      items.set(clientId, changed);
      wrote(item, storage.update(me, toRecord(changed)));
    },
    remove(clientId) {
      const item = items.get(clientId);
      if (!item) return;
      items.delete(clientId);
      wrote(item, storage.remove(clientId));
      onRemoved?.(item);
    },
    load(signal) {
      const adoptWhileOpen = (records: readonly RecordOf<T>[]) => {
        if (!signal.aborted) adopt(records);
      };
      return storage.load(me, adoptWhileOpen, signal).then(adoptWhileOpen, () => undefined);
    },
    saved: () => saved,
    subscribe,
  };
}

function toRecord<T extends Unsent>({ problem, delay: _delay, ...item }: T): RecordOf<T> {
  if (!problem) return item;
  const { status, code, title, detail, errors, faults, requestId, version } = problem;
  return {
    ...item,
    problem: {
      status,
      code,
      title,
      detail,
      ...(errors && { errors }),
      ...(faults && { faults }),
      ...(requestId && { requestId }),
      ...(version !== undefined && { version }),
    },
  };
}
