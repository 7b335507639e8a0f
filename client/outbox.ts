/** My messages that the server is not known to have, in the order in which they were written. */
import type { OutboxStorage, Waiting } from './outbox-storage.ts';
import { ApiProblem } from './problem.ts';

export interface Unsent {
  /** A UUID: whoever repeats the send with it gets the message stored before. */
  readonly clientId: string;
  readonly peer: string;
  readonly body: string;
  /** Id of the message it answers. */
  readonly replyTo?: string;
  /** When it was written, RFC 3339. */
  readonly timestamp: string;
  /** Its place in the queue: greater than that of all that were put before. */
  readonly place: number;
  /**
   * The seq up to which this device had the conversation, set before the first attempt. It only changes when the log was
   * read from it to the end and the `clientId` did not occur: else a copy stored by a lost attempt would go unnoticed.
   */
  readonly after?: number;
  /** Why the server refused it. It waits for its writer. */
  readonly problem?: ApiProblem;
  /** Why the server wants it later. It is sent again by itself. */
  readonly delay?: Delay;
}

export interface Delay {
  readonly problem: ApiProblem;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly until: number;
}

export interface Outbox {
  of(peer: string): readonly Unsent[];
  find(clientId: string): Unsent | undefined;
  /** The one to be sent next. */
  next(peer: string): Unsent | undefined;
  /** Whether this device has given a message this name, be it sent or not. */
  named(clientId: string): boolean;
  /** Puts an item at the end of its conversation's queue, wherever it was before. */
  put(item: Omit<Unsent, 'place'>): void;
  /** Changes an item in its place, which ends its delay; one that has gone meanwhile stays gone. */
  update(item: Unsent, change: Pick<Unsent, 'after' | 'problem' | 'delay'>): void;
  remove(clientId: string): void;
  /** Takes in what comes from the storage, each in its place. */
  adopt(items: readonly Waiting[]): void;
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
  let items: readonly Unsent[] = [];
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
      note(storage.put(me, waiting(item)));
      changed(item.peer);
    },
    update({ clientId, peer }, change) {
      const item = find(clientId);
      if (!item) return;
      const { delay: _, ...rest } = item;
      const next = { ...rest, ...change };
      items = items.map((one) => (one === item ? next : one));
      note(storage.update(me, waiting(next)));
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
      const fresh = given.filter(({ clientId }) => !names.has(clientId)).map(unsent);
      for (const { clientId } of fresh) names.add(clientId);
      items = [...items, ...fresh].sort((one, other) => one.place - other.place);
      for (const peer of new Set(fresh.map((item) => item.peer))) changed(peer);
    },
    saved: () => saved,
  };
}

function waiting({ problem, delay: _delay, ...item }: Unsent): Waiting {
  if (!problem) return item;
  const { status, code, title, detail, errors, requestId } = problem;
  return {
    ...item,
    problem: { status, code, title, detail, ...(errors && { errors }), ...(requestId && { requestId }) },
  };
}

/** One without `after` may have been tried all the same, if that could not be written: the whole log is searched for it. */
const unsent = ({ problem, ...item }: Waiting): Unsent => ({
  after: 0,
  ...item,
  ...(problem && { problem: new ApiProblem(problem) }),
});
