/**
 * Sends what is in an outbox: one item at a time of each queue, in order, until the server has answered for it. Every
 * attempt carries the same `clientId`, so however many arrive, the item is stored once. It is in the storage before
 * the first attempt, so that this holds for the attempts after a reload, too.
 */

import type { Environment } from './environment.ts';
import type { Outbox } from './outbox.ts';
import { ApiProblem, type Failure, isRefusal } from './problem.ts';
import type { RetryWaits } from './retry.ts';
import type { Session } from './session.ts';
import type { Delay, Unsent } from './unsent.ts';

/** A wait of this length is shown, with its reason; a shorter one is over before it is read. */
const MIN_SHOWN_DELAY_SECONDS = 5;

export interface SendQueueOptions<T extends Unsent> {
  readonly session: Pick<Session, 'serverVersion' | 'subscribe'>;
  readonly outbox: Outbox<T>;
  readonly environment: Pick<Environment, 'now'>;
  readonly retryWaits: RetryWaits;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** The fields of the request. */
  readonly fields: object;
  /**
   * Sends an item, and takes it out of the outbox once the server has it.
   * @returns why that failed
   */
  readonly send: (item: T) => Promise<Failure | undefined>;
  /** True if the same request may succeed later, without its writer. */
  readonly isRepeatable: (failure: ApiProblem) => boolean;
}

/** Begins to send what is in the outbox now, and what is put into it later. */
export function startSendQueue<T extends Unsent>(options: SendQueueOptions<T>): void {
  const { session, outbox, environment, retryWaits, signal, fields, send, isRepeatable } = options;
  const sending = new Set<string>();
  outbox.subscribe(start);
  /** What was written before goes first. */
  const loaded = outbox.load(signal);

  function start(queue: string): void {
    if (sending.has(queue) || !outbox.next(queue)) return;
    sending.add(queue);
    void sendAll(queue);
  }

  async function sendAll(queue: string): Promise<void> {
    let attempt = 0;
    try {
      await loaded;
      for (let item = outbox.next(queue); item && !signal.aborted; item = outbox.next(queue)) {
        const failure = await send(item);
        if (!failure) attempt = 0;
        else if (signal.aborted) return;
        else if (isOfVersions(failure, fields)) await waitForVersion(item.clientId, failure, attempt++);
        else if (failure instanceof ApiProblem && !isRepeatable(failure))
          outbox.update(item.clientId, { problem: failure });
        else await waitToRepeat(item.clientId, failure, attempt++);
      }
    } finally {
      sending.delete(queue);
    }
  }

  async function waitToRepeat(clientId: string, failure: Failure, attempt: number): Promise<void> {
    const delay = failure instanceof ApiProblem ? delayOf(failure) : undefined;
    if (!delay) return retryWaits.beforeRetry(failure, attempt);
    outbox.update(clientId, { delay });
    await untilDiscarded(clientId, retryWaits.beforeRetry(failure, attempt));
    if (!signal.aborted) outbox.update(clientId, {});
  }

  /**
   * The functions are replaced one by one, and after the page is rolled forward they may be rolled back: what they do
   * not understand today is sent again, unchanged, once another version answers.
   */
  async function waitForVersion(clientId: string, problem: ApiProblem, attempt: number): Promise<void> {
    outbox.update(clientId, { delay: { problem } });
    await until(() => session.serverVersion !== problem.version || !outbox.has(clientId));
    // Of functions that answer in turn, some may have the old version still.
    await untilDiscarded(clientId, retryWaits.beforeRetry(problem, attempt));
    if (!signal.aborted) outbox.update(clientId, {});
  }

  /** Waits, but no longer than the item is there: those behind it need not wait until its delay ends. */
  const untilDiscarded = (clientId: string, wait: Promise<void>): Promise<void> =>
    until(() => !outbox.has(clientId), wait);

  /**
   * Resolves once this holds, which is looked at after each change of the outbox and the session.
   * @param wait ends it as well, and so does closing the mailbox
   */
  function until(holds: () => boolean, wait?: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const unsubscribes = [outbox.subscribe(check), session.subscribe(check)];
      signal.addEventListener('abort', check);
      check();
      void wait?.then(end);

      function check(): void {
        if (signal.aborted || holds()) end();
      }

      function end(): void {
        for (const unsubscribe of unsubscribes) unsubscribe();
        signal.removeEventListener('abort', check);
        resolve();
      }
    });
  }

  function delayOf(problem: ApiProblem): Delay | undefined {
    const { retryAfter = 0 } = problem;
    return retryAfter >= MIN_SHOWN_DELAY_SECONDS
      ? { problem, until: environment.now() + retryAfter * 1000 }
      : undefined;
  }
}

/** True where the server does not know a field that this version knows, or serves a newer version only. */
const isOfVersions = (failure: Failure, fields: object): failure is ApiProblem =>
  isRefusal(failure, 'outdated') ||
  (isRefusal(failure, 'unknown-field') && namesKnownField(failure as ApiProblem, fields));

/** Within a field that it knows, the server may miss another. */
const namesKnownField = ({ errors = {} }: ApiProblem, fields: object): boolean =>
  Object.keys(errors).some((path) => Object.hasOwn(fields, path.split('.')[0] ?? ''));
