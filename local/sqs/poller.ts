/**
 * Polls a queue for one event source mapping: forms batches, runs them, and deletes the messages that were processed. A
 * message that was not becomes visible again after its timeout.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
import type { Faults } from '../faults.ts';
import type { QueueMapping } from './mapping.ts';
import type { Received } from './queue.ts';
import { attributesOf, md5 } from './service.ts';

interface Context {
  readonly region: string;
  readonly faults: Pick<Faults, 'duplicatedBatches' | 'batchingSpeed'>;
  invoke(event: object): Promise<unknown>;
  readonly log: (line: string) => void;
}

/** The most that a timer takes. */
const TIMER_MAX_MS = 2 ** 31 - 1;
const NONE: ReadonlySet<string> = new Set();

export class QueuePoller {
  readonly #mapping: QueueMapping;
  readonly #context: Context;
  readonly #running = new Set<Promise<void>>();
  readonly #unsubscribe: () => void;
  #isReceiving = false;
  #alarm: NodeJS.Timeout | undefined;
  #waiters: (() => void)[] = [];
  #closed = false;

  constructor(mapping: QueueMapping, context: Context) {
    this.#mapping = mapping;
    this.#context = context;
    this.#unsubscribe = mapping.queue.subscribe(() => this.#wake());
    this.#wake();
  }

  /** Resolves when no message is visible or being processed. Delayed ones may follow. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.#settle();
    });
  }

  /** Receives no more. Resolves when the running invocations have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    clearTimeout(this.#alarm);
    await Promise.all(this.#running);
  }

  #wake(): void {
    if (this.#closed || this.#isReceiving) return;
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
    const { queue, maximumConcurrency, batchSize } = this.#mapping;
    const batchingWindowMs = this.#mapping.batchingWindowMs / this.#context.faults.batchingSpeed;
    const next = queue.nextVisibleAt();
    if (next === undefined) return this.#settle();
    const due = next + (queue.counts().visible >= batchSize ? 0 : batchingWindowMs);
    const waitMs = due - Date.now();
    if (waitMs > 0) {
      this.#alarm = setTimeout(() => this.#wake(), Math.min(TIMER_MAX_MS, waitMs));
      return this.#settle();
    }
    if (this.#running.size >= maximumConcurrency) return;
    this.#isReceiving = true;
    void queue
      .receive(batchSize)
      .then((messages) => this.#start(messages))
      // The database is closing. The next start goes on.
      .catch(() => undefined)
      .finally(() => {
        this.#isReceiving = false;
        this.#wake();
      });
  }

  #start(messages: readonly Received[]): void {
    if (messages.length === 0) return;
    const running = this.#deliver(messages)
      .catch(() => undefined)
      .finally(() => {
        this.#running.delete(running);
        this.#wake();
      });
    this.#running.add(running);
  }

  async #deliver(messages: readonly Received[]): Promise<void> {
    const { id, queue } = this.#mapping;
    const { invoke, log, faults } = this.#context;
    let failed: ReadonlySet<string>;
    try {
      failed = this.#failedOf(await invoke({ Records: messages.map((message) => this.#record(message)) }), messages);
    } catch (error) {
      log(`[${id}] a batch failed (${error instanceof Error ? error.message : String(error)}).`);
      failed = new Set(messages.map((message) => message.id));
    }
    for (const message of messages) {
      if (failed.has(message.id)) continue;
      // A standard queue delivers at least once.
      if (Math.random() < faults.duplicatedBatches) await queue.changeVisibility(message.receipt, 0);
      else await queue.delete(message.receipt);
    }
  }

  /** A response that names no message of the batch fails all of it. */
  #failedOf(response: unknown, messages: readonly Received[]): ReadonlySet<string> {
    if (!this.#mapping.reportsBatchItemFailures) return NONE;
    const { batchItemFailures = [] } = (response ?? {}) as { batchItemFailures?: { itemIdentifier?: string }[] | null };
    const ids = (batchItemFailures ?? []).map(({ itemIdentifier = '' }) => itemIdentifier);
    const known = new Set(messages.map(({ id }) => id));
    return ids.every((id) => known.has(id)) ? new Set(ids) : known;
  }

  #record(message: Received): object {
    return {
      messageId: message.id,
      receiptHandle: message.receipt,
      body: message.body,
      attributes: attributesOf(message),
      messageAttributes: {},
      md5OfBody: md5(message.body),
      eventSource: 'aws:sqs',
      eventSourceARN: this.#mapping.queue.settings.arn,
      awsRegion: this.#context.region,
    };
  }

  #settle(): void {
    if (this.#running.size > 0 || this.#isReceiving || this.#mapping.queue.counts().visible > 0) return;
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}
