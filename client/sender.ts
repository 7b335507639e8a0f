/**
 * Sends what is in the outbox: one message at a time in each conversation, in order, until the server has answered
 * for it. Every attempt carries the same `clientId` and `after`, so however many arrive, the message is stored once.
 * Both are in the storage before the first attempt, so that this holds for the attempts after a reload, too.
 */

import { sendMessage } from '#contract/routes/messages.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import { ApiProblem, type Failure, asFailure, isRefusal, isTransient } from './problem.ts';
import { type LogPlace, sentPlace } from './sync.ts';
import type { Delay, UnsentMessage } from './unsent.ts';

/** A wait of this length is shown, with its reason; a shorter one is over before it is read. */
const MIN_SHOWN_DELAY_SECONDS = 5;

/** Begins to send what is in the outbox now, and what is put into it later. */
export function startSender(parts: MailboxParts): void {
  const { session, store, outbox, sync, environment, retryWaits, signal, origin, onFailure } = parts;
  const sending = new Set<string>();
  outbox.subscribe(start);
  /** What was written before this mailbox was opened goes first. */
  const loaded = outbox.load(signal);

  function start(peer: string): void {
    if (sending.has(peer) || !outbox.next(peer)) return;
    sending.add(peer);
    void sendAll(peer);
  }

  async function sendAll(peer: string): Promise<void> {
    let attempt = 0;
    try {
      await loaded;
      for (let message = outbox.next(peer); message && !signal.aborted; message = outbox.next(peer)) {
        const failure = await send(message);
        if (!failure) attempt = 0;
        else if (signal.aborted) return;
        else if (isOfVersions(failure)) await waitForVersion(message.clientId, failure, attempt++);
        else if (failure instanceof ApiProblem && !isRepeatable(failure))
          outbox.update(message.clientId, { problem: failure });
        else await waitToRepeat(message.clientId, failure, attempt++);
      }
    } finally {
      sending.delete(peer);
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

  /** Waits, but no longer than the message is there: those behind it need not wait until its delay ends. */
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

  async function send(message: UnsentMessage): Promise<Failure | undefined> {
    try {
      const place = message.after === undefined ? await begin(message) : { ...message, after: message.after };
      await outbox.saved();
      // Its writer may have discarded it meanwhile, or what was read has shown that it is stored.
      if (signal.aborted || !outbox.has(message.clientId)) return undefined;
      await post(message, place).catch((thrown: unknown) => recover(message, place, thrown));
      return undefined;
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  /** The first attempt says how far this device has the conversation. */
  async function begin({ peer, clientId }: UnsentMessage): Promise<LogPlace> {
    await sync.ensureLoaded(peer);
    const place = endOf(peer);
    outbox.update(clientId, place);
    return place;
  }

  /** Returns how far this device has a conversation. */
  function endOf(peer: string) {
    const { through: after = 0, generation = 1 } = store.opened.extent(peer) ?? {};
    return { after, generation };
  }

  async function post({ clientId, peer, body, replyTo }: UnsentMessage, place: LogPlace): Promise<void> {
    const sent = sentPlace(session, place);
    const given = { recipient: peer, body, clientId, ...sent, ...(replyTo !== undefined && { replyTo }) };
    const stored = await session.call(sendMessage, { body: given }, { headers: origin(), signal });
    const isSame = store.receive(peer, [stored]);
    // Whatever `clientId` the answer has, this message was sent.
    outbox.remove(clientId);
    if (!isSame) sync.reload(peer).catch(onFailure);
    if (store.missing(peer).length > 0) sync.ensureLoaded(peer).catch(onFailure);
  }

  /**
   * Where too much has been written since `after`, or the log ends before it: reads the log, in which the message may
   * turn up, and lets the next attempt follow what was read.
   */
  async function recover({ peer, clientId }: UnsentMessage, place: LogPlace, thrown: unknown): Promise<never> {
    if (isRefusal(thrown, 'behind')) {
      // After each page: a long log need not be read from its beginning where reading it breaks off.
      const note = ({ after, generation = 1 }: LogPlace) => outbox.update(clientId, { after, generation });
      await sync.readToEnd(peer, place, note).catch(async (inner: unknown) => {
        // The message may be among what was not read: only what is shown is another log.
        if (isRefusal(inner, 'reset')) await sync.reload(peer);
        throw inner;
      });
    } else if (isRefusal(thrown, 'reset')) {
      await sync.reload(peer);
      outbox.update(clientId, endOf(peer));
    }
    throw thrown;
  }
}

const isRepeatable = (failure: Failure): boolean =>
  isTransient(failure) || isRefusal(failure, 'behind') || isRefusal(failure, 'reset');

/** True where the server does not know a field that this version knows, or serves a newer version only. */
const isOfVersions = (failure: Failure): failure is ApiProblem =>
  isRefusal(failure, 'outdated') || (isRefusal(failure, 'unknown-field') && namesKnownField(failure as ApiProblem));

/** Within a field that it knows, the server may miss another. */
const namesKnownField = ({ errors = {} }: ApiProblem): boolean =>
  Object.keys(errors).some((path) => Object.hasOwn(sendMessage.body.shape, path.split('.')[0] ?? ''));
