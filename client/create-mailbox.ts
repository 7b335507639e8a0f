/**
 * A person's conversations on one device: an observable store that keeps itself up to date and sends what is written into it.
 *
 * Frames are hints. Nothing is lost because, after each opening of the socket, the inbox and then the logs are read: whatever
 * was written before is in them, and of whatever is written later the open socket is told.
 */
import type { ServerFrame } from '#contract/frames.ts';
import { isMemberOf, parseMessageId, peerOf } from '#contract/message-id.ts';
import { coalesce } from './coalesce.ts';
import { type Environment, environmentOf } from './environment.ts';
import { createLiveSocket } from './live-socket.ts';
import { isComplete } from './log-replica.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import type { Mailbox } from './mailbox.ts';
import { createMutations } from './mutations.ts';
import { type OutboxStorage, createMemoryStorage } from './outbox-storage.ts';
import { type Failure, NetworkError, asFailure, isTransient, noSession } from './problem.ts';
import { createReadMarks } from './read-marks.ts';
import { backoffMs, createRetryWaits } from './retry.ts';
import { createSender } from './sender.ts';
import type { Session } from './session.ts';
import { Store } from './store.ts';
import { createSync } from './sync.ts';
import { createTyping } from './typing.ts';

/** How often what was missed is read although nothing hints at it; less often while the page is hidden. */
const CATCH_UP_VISIBLE_MS = 60_000;
const CATCH_UP_HIDDEN_MS = 5 * 60_000;

export interface MailboxOptions {
  /** Of a person who is signed in. When it ends, the mailbox closes. */
  readonly session: Session;
  readonly webSocketUrl: string;
  readonly environment?: Partial<Environment>;
  /** Where messages wait until they are sent, or deleted by their writer. By default that is the mailbox itself. */
  readonly storage?: OutboxStorage;
}

export function createMailbox({
  session,
  webSocketUrl,
  environment: given,
  storage = createMemoryStorage(),
}: MailboxOptions): Mailbox {
  const me = session.username;
  if (me === undefined) throw noSession();
  const environment = environmentOf(given);
  const store = new Store(me, storage, () => environment.now());
  const ending = new AbortController();
  const { signal } = ending;
  const retryWaits = createRetryWaits(environment);
  const sync = createSync({ session, store, signal });
  const origin = () => (live.connectionId === undefined ? {} : { 'x-connection-id': live.connectionId });
  const parts: MailboxParts = { session, store, storage, sync, environment, retryWaits, signal, origin, onFailure };
  const send = createSender(parts);
  const markRead = createReadMarks(parts);
  let cancelNext = () => {};
  /** Catch-ups in a row since which something could not be read. */
  let attempt = 0;
  /** Whether that is so since the latest one. */
  let failed = false;
  /** Which socket is open, counted from 1; 0 while none is. */
  let opening = 0;
  let openings = 0;
  /** Whether the machine has said that it has no network. It may err: a socket that opens says otherwise. */
  let away = false;
  /** Whose conversation was used last. */
  let front: string | undefined;

  const catchUp = coalesce(async () => {
    const socket = opening;
    failed = false;
    let failure: Failure | undefined;
    try {
      failure = await sync.catchUp(front);
    } catch (thrown) {
      onFailure(thrown);
      if (!failed) plan(period());
      return;
    }
    if (failure) onFailure(failure);
    // What failed meanwhile may not be in it, and is tried again in its own time.
    if (!failed) {
      attempt = 0;
      plan(period());
    }
    // One conversation that the server can not tell of keeps nobody from the others.
    if (socket === opening && socket > 0 && !(failure instanceof NetworkError)) store.setConnection('ready');
  });

  const period = () => (environment.isVisible() ? CATCH_UP_VISIBLE_MS : CATCH_UP_HIDDEN_MS);

  function plan(milliseconds: number): void {
    cancelNext();
    if (!signal.aborted) cancelNext = environment.setTimer(() => void catchUp(), milliseconds);
  }

  /** Whatever could not be read now is read by an early catch-up; of all that fails together, the first says when. */
  function onFailure(thrown: unknown): void {
    if (!isTransient(asFailure(thrown)) || failed) return;
    failed = true;
    plan(backoffMs(environment.random, attempt++));
  }

  function onStatus(status: 'offline' | 'connecting' | 'open'): void {
    opening = status === 'open' ? ++openings : 0;
    if (status !== 'open') return store.setConnection(away ? 'offline' : status);
    away = false;
    store.setConnection('catching-up');
    retryWaits.wake();
    void catchUp();
  }

  function onFrame(frame: ServerFrame): void {
    if (frame.type === 'messages') onMessages(frame.ids);
    else if (frame.type === 'typing') typing.onPeerTyping(frame.from);
    else if (frame.type === 'read' && frame.by === me) onRead(peerOf(frame.conversation, frame.by), frame.seq);
    else if (frame.type === 'read') store.setReadByPeer(frame.by, frame.seq);
  }

  function onMessages(ids: readonly string[]): void {
    const positions = ids
      .flatMap((id) => parseMessageId(id) ?? [])
      .filter(({ conversation }) => isMemberOf(conversation, store.me));
    for (const { conversation, seq } of positions) store.tell(peerOf(conversation, store.me), seq);
    const peers = new Set(positions.map(({ conversation }) => peerOf(conversation, store.me)));
    for (const peer of peers) sync.onAnnounced(peer).catch(onFailure);
  }

  /** On another device of mine. */
  function onRead(peer: string, seq: number): void {
    const moved = store.setRead(peer, seq);
    // What is unread after a position this device does not have, only the server can count.
    if (moved && !isComplete(store.copy(peer), seq)) sync.refreshRow(peer).catch(onFailure);
  }

  function lose(): void {
    away = true;
    live.lose();
  }

  function wake(): void {
    away = false;
    live.wake();
    retryWaits.wake();
    void catchUp();
  }

  function close(): void {
    ending.abort();
    opening = 0;
    cancelNext();
    retryWaits.close();
    typing.close();
    forgetWaking();
    forgetLosing();
    forgetSession();
    live.close();
    store.setConnection('offline');
  }

  const live = createLiveSocket({
    environment,
    url: webSocketUrl,
    accessToken: (refused) => session.accessToken(refused),
    onStatus,
    onFrame,
  });
  const typing = createTyping(parts, (frame) => live.send(frame));
  const forgetWaking = environment.onWake(wake);
  const forgetLosing = environment.onOffline(lose);
  const forgetSession = session.subscribe(() => {
    if (session.username !== me) close();
  });

  return {
    get state() {
      return store.state;
    },
    subscribe: (listener) => store.subscribe(listener),
    async open(peer) {
      front = peer;
      if (store.copy(peer)) return;
      await sync.ensureLoaded(peer).catch(onFailure);
    },
    loadOlder: (peer) => sync.loadOlder(peer),
    sendMessage(peer, text, replyTo) {
      front = peer;
      const clientId = environment.uuid();
      const after = store.copy(peer)?.through;
      const timestamp = new Date(environment.now()).toISOString();
      store.outbox.put({
        clientId,
        peer,
        body: text,
        timestamp,
        ...(after !== undefined && { after }),
        ...(replyTo !== undefined && { replyTo }),
      });
      send(peer);
      return clientId;
    },
    retry(peer, key) {
      const item = store.outbox.find(key);
      if (!item?.problem) return;
      const { problem: _, ...again } = item;
      store.outbox.put(again);
      send(peer);
    },
    discardUnsent: (_peer, key) => store.outbox.remove(key),
    ...createMutations(parts),
    typing: (peer) => typing.onKey(peer),
    markRead,
    catchUp,
    close,
  };
}
