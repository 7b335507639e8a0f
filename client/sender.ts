/**
 * Sends what is in the outbox: one message at a time in each conversation, in order, until the server has answered for it.
 * Every attempt carries the same `clientId` and `after`, so however many arrive, the message is stored once. Both are in the
 * storage before the first one, so that this holds for the attempts after a reload, too.
 */
import { sendMessage } from '#contract/routes/messages.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import { ApiProblem, type Failure, asFailure, isRefusal, isTransient } from './problem.ts';
import type { Delay, UnsentMessage, UnsentRecord } from './unsent.ts';

/** A wait of so many seconds is shown, with its reason; a shorter one is over before it is read. */
const SHOWN_DELAY_SECONDS = 5;

/** @returns what is to be called when a conversation has something to send */
export function createSender({
  session,
  store,
  storage,
  sync,
  environment,
  retryWaits,
  signal,
  origin,
  onFailure,
}: MailboxParts): (peer: string) => void {
  const sending = new Set<string>();
  /** What was written before this mailbox was opened goes first. */
  const loaded = storage.load(store.me, adopt, signal).then(adopt, () => undefined);

  function adopt(items: readonly UnsentRecord[]): void {
    if (signal.aborted) return;
    store.adopt(items);
    for (const { peer } of items) start(peer);
  }

  function start(peer: string): void {
    if (sending.has(peer)) return;
    sending.add(peer);
    void sendAll(peer);
  }

  async function sendAll(peer: string): Promise<void> {
    let attempt = 0;
    try {
      await loaded;
      for (let item = store.outbox.next(peer); item && !signal.aborted; item = store.outbox.next(peer)) {
        const failure = await send(item);
        if (!failure) attempt = 0;
        else if (signal.aborted) return;
        else if (failure instanceof ApiProblem && !isRepeatable(failure))
          store.outbox.update(item, { problem: failure });
        else await wait(item, failure, attempt++);
      }
    } finally {
      sending.delete(peer);
    }
  }

  async function wait(item: UnsentMessage, failure: Failure, attempt: number): Promise<void> {
    const delay = failure instanceof ApiProblem ? delayOf(failure) : undefined;
    if (!delay) return retryWaits.beforeRetry(failure, attempt);
    store.outbox.update(item, { delay });
    await Promise.race([retryWaits.beforeRetry(failure, attempt), discarded(item)]);
    if (!signal.aborted) store.outbox.update(item, {});
  }

  /** What waits behind an item that is deleted need not wait for its time. */
  function discarded({ clientId }: UnsentMessage): Promise<void> {
    return new Promise((resolve) => {
      const forget = store.subscribe(() => {
        if (!signal.aborted && store.outbox.find(clientId)?.delay) return;
        forget();
        resolve();
      });
    });
  }

  function delayOf(problem: ApiProblem): Delay | undefined {
    const { retryAfter = 0 } = problem;
    return retryAfter >= SHOWN_DELAY_SECONDS ? { problem, until: environment.now() + retryAfter * 1000 } : undefined;
  }

  async function send(item: UnsentMessage): Promise<Failure | undefined> {
    try {
      const after = item.after ?? (await begin(item));
      await store.outbox.saved();
      // Its writer may have discarded it meanwhile, or what was read has shown that it is stored.
      if (signal.aborted || !store.outbox.find(item.clientId)) return undefined;
      await post(item, after).catch((thrown: unknown) => recover(item, after, thrown));
      return undefined;
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  /** The first attempt names how far this device has the conversation. */
  async function begin(item: UnsentMessage): Promise<number> {
    await sync.ensureLoaded(item.peer);
    const after = store.copy(item.peer)?.through ?? 0;
    store.outbox.update(item, { after });
    return after;
  }

  async function post({ clientId, peer, body, replyTo }: UnsentMessage, after: number): Promise<void> {
    const given = { recipient: peer, body, clientId, after, ...(replyTo !== undefined && { replyTo }) };
    const message = await session.call(sendMessage, { body: given }, { headers: origin(), signal });
    store.receive(peer, [message]);
    // Whatever the answer calls it: it was this one that was sent.
    store.outbox.remove(clientId);
    if (store.missing(peer).length > 0) sync.ensureLoaded(peer).catch(onFailure);
  }

  /**
   * Where too much has been written since `after`, or the log ends before it: reads the log, in which the message may turn
   * up, and lets the next attempt follow what was read.
   */
  async function recover(item: UnsentMessage, after: number, thrown: unknown): Promise<never> {
    if (isRefusal(thrown, 'behind')) {
      store.outbox.update(item, { after: await sync.readToEnd(item.peer, after) });
    } else if (isRefusal(thrown, 'reset')) {
      await sync.reload(item.peer);
      store.outbox.update(item, { after: store.copy(item.peer)?.through ?? 0 });
    }
    throw thrown;
  }

  return start;
}

const isRepeatable = (failure: Failure): boolean =>
  isTransient(failure) || isRefusal(failure, 'behind') || isRefusal(failure, 'reset');
