/**
 * One standard queue: delays, visibility timeouts, receive counts, redrive to a dead-letter queue, retention. Messages
 * are kept in memory and on disk.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
 */
import { randomUUID } from 'node:crypto';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';

export interface QueueSettings {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly delayMs: number;
  readonly visibilityTimeoutMs: number;
  readonly retentionMs: number;
  /** Where a message goes that was received `maxReceiveCount` times and not deleted. */
  readonly redrive: { readonly to: () => Queue; readonly maxReceiveCount: number } | undefined;
}

interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  /** Names the newest receipt, which deletes the message. */
  receipt: string | undefined;
}

/** A message as it is received. Times are epoch milliseconds. */
export interface Received extends Readonly<Omit<Message, 'receipt'>> {
  readonly receipt: string;
}

export class Queue {
  readonly settings: QueueSettings;
  readonly #store: KeyValueStore;
  readonly #speed: () => number;
  readonly #messages = new Map<string, Message>();
  readonly #listeners = new Set<() => void>();

  private constructor(settings: QueueSettings, store: KeyValueStore, speed: () => number) {
    this.settings = settings;
    this.#store = store;
    this.#speed = speed;
  }

  /** @param speed by what delays and visibility timeouts are divided */
  static async open(settings: QueueSettings, store: KeyValueStore, speed: () => number): Promise<Queue> {
    const queue = new Queue(settings, store, speed);
    for (const [, message] of await store.entries<Message>(`${settings.name}~`))
      queue.#messages.set(message.id, message);
    return queue;
  }

  /** Adds a message. Resolves when it is on disk. @returns its id */
  async send(body: string, delayMs = this.settings.delayMs, sync?: boolean): Promise<string> {
    const sentAt = Date.now();
    const visibleAt = this.#after(delayMs);
    const message = { id: randomUUID(), body, sentAt, visibleAt, receiveCount: 0, ...NOT_RECEIVED };
    await this.#add(message, sync);
    return message.id;
  }

  /** Receives visible messages, which are hidden from then on for the visibility timeout. */
  async receive(limit: number, visibilityTimeoutMs = this.settings.visibilityTimeoutMs): Promise<readonly Received[]> {
    const now = Date.now();
    await this.#dropOld(now);
    await this.#redrive(now);
    const found = this.#visible(now).slice(0, limit);
    for (const message of found) {
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.visibleAt = this.#after(visibilityTimeoutMs);
      message.receipt = randomUUID();
    }
    // Not synced: a count that a power cut undoes delivers once more.
    await Promise.all(found.map((message) => this.#write(message, false)));
    return found.map((message) => ({ ...message, receipt: `${message.id}/${message.receipt}` }));
  }

  /** Deletes a message. A receipt that is no longer the newest deletes nothing. */
  async delete(receipt: string): Promise<void> {
    const message = this.#byReceipt(receipt);
    if (!message) return;
    this.#messages.delete(message.id);
    await this.#store.del(this.#key(message));
    this.#changed();
  }

  /** @returns false where the receipt is not that of a message in flight */
  async changeVisibility(receipt: string, timeoutMs: number): Promise<boolean> {
    const message = this.#byReceipt(receipt);
    if (!message) return false;
    message.visibleAt = this.#after(timeoutMs);
    await this.#write(message, false);
    this.#changed();
    return true;
  }

  /** Numbers of messages, as the attributes `ApproximateNumberOf…` give them. */
  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    const now = Date.now();
    const all = [...this.#messages.values()];
    const hidden = all.filter(({ visibleAt }) => visibleAt > now);
    const delayed = hidden.filter(({ receipt }) => receipt === undefined).length;
    return { visible: all.length - hidden.length, inFlight: hidden.length - delayed, delayed };
  }

  /** Returns how long ago the oldest message was sent that is not delayed, in milliseconds; 0 where there is none. */
  oldestAgeMs(): number {
    const now = Date.now();
    const waiting = [...this.#messages.values()].filter(
      ({ visibleAt, receipt }) => visibleAt <= now || receipt !== undefined,
    );
    return Math.max(0, ...waiting.map(({ sentAt }) => now - sentAt));
  }

  /** Returns when the next message becomes visible, which may be past; undefined where there is none. */
  nextVisibleAt(): number | undefined {
    const times = [...this.#messages.values()].map(({ visibleAt }) => visibleAt);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Calls `listener` after every change. @returns unsubscribe */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #after(durationMs: number): number {
    return Date.now() + durationMs / this.#speed();
  }

  /** Adds a message, also of another queue: its retention goes on from when it was first sent. */
  async #add(message: Message, sync?: boolean): Promise<void> {
    this.#messages.set(message.id, message);
    await this.#write(message, sync);
    this.#changed();
  }

  #visible(now: number): Message[] {
    return [...this.#messages.values()]
      .filter(({ visibleAt }) => visibleAt <= now)
      .sort((one, other) => one.visibleAt - other.visibleAt);
  }

  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html */
  async #redrive(now: number): Promise<void> {
    const { redrive } = this.settings;
    if (!redrive) return;
    const exhausted = this.#visible(now).filter(({ receiveCount }) => receiveCount >= redrive.maxReceiveCount);
    for (const message of exhausted) {
      await redrive.to().#add({ ...message, ...NOT_RECEIVED, visibleAt: now, receiveCount: 0 });
      await this.#drop(message);
    }
  }

  async #dropOld(now: number): Promise<void> {
    for (const message of this.#messages.values())
      if (message.sentAt + this.settings.retentionMs <= now) await this.#drop(message);
  }

  async #drop(message: Message): Promise<void> {
    this.#messages.delete(message.id);
    await this.#store.del(this.#key(message));
    this.#changed();
  }

  #byReceipt(handle: string): Message | undefined {
    const [id = '', receipt = ''] = handle.split('/');
    const message = this.#messages.get(id);
    return message?.receipt === receipt ? message : undefined;
  }

  #key({ id }: Message): string {
    return `${this.settings.name}~${id}`;
  }

  async #write(message: Message, sync?: boolean): Promise<void> {
    // A message that was deleted in the meantime stays deleted.
    if (this.#messages.has(message.id))
      await this.#store.put(this.#key(message), message, sync === undefined ? {} : { sync });
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

const NOT_RECEIVED = { firstReceivedAt: undefined, receipt: undefined };
