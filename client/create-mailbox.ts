/**
 * Makes a mailbox: puts its parts together, and passes on to them what the socket, the network and the session report.
 *
 *   sender, mutations, read marks, typing    send what a person does
 *      |       |
 *      |       v
 *      |     sync                            reads from the server what the store misses
 *      v       v
 *   outbox --> store                         puts together: inbox, opened conversations, outbox
 *                |
 *                v
 *             snapshot                       the immutable state that the page paints
 *
 * Frames are hints. Nothing is lost because, after each opening of the socket, the inbox and then the logs are read:
 * what was written before is in them, and what is written later is announced on the open socket.
 */

import type { ServerFrame } from '#contract/frames.ts';
import { isMemberOf, parseMessageId, peerOf } from '#contract/message-id.ts';
import type { Entry } from '#contract/schemas.ts';
import { createCatchUp } from './catch-up.ts';
import { type Environment, createEnvironment } from './environment.ts';
import { createFeedWatch } from './feed-watch.ts';
import { type FileStorage, createMemoryFiles } from './file-storage.ts';
import { createListeners } from './listeners.ts';
import { type LiveSocketStatus, createLiveSocket } from './live-socket.ts';
import { isComplete } from './log-replica.ts';
import type { MailboxParts } from './mailbox-parts.ts';
import type { Mailbox } from './mailbox.ts';
import { createMutations } from './mutations.ts';
import { type OutboxStorage, createMemoryStorage } from './outbox-storage.ts';
import { createOutbox } from './outbox.ts';
import { NetworkError, noSession } from './problem.ts';
import { createReadMarks } from './read-marks.ts';
import { createRetryWaits } from './retry.ts';
import { startSender } from './sender.ts';
import type { Session } from './session.ts';
import { createStore } from './store.ts';
import { type Announced, createSync } from './sync.ts';
import { createThrottle } from './throttle.ts';
import { createTyping } from './typing.ts';
import type { UnsentMessage } from './unsent.ts';
import { createUploadProgress } from './upload-progress.ts';

/**
 * The server reads the whole index of an inbox to count it, so it is counted at most once in this time. A page that
 * nobody looks at still shows the count in its title.
 */
const VISIBLE_COUNT_INTERVAL_MS = 10_000;
const HIDDEN_COUNT_INTERVAL_MS = 60_000;

export interface MailboxOptions {
  /** The session of a person who is signed in. When it ends, the mailbox closes. */
  readonly session: Session;
  readonly webSocketUrl: string;
  readonly environment?: Partial<Environment>;
  /**
   * Where messages wait until they are sent, or deleted by their writer. The default lives as long as the mailbox.
   */
  readonly storage?: OutboxStorage;
  /** Where the files of these messages wait. The default lives as long as the mailbox. */
  readonly files?: FileStorage;
}

/** @throws {ApiProblem} where nobody is signed in */
export function createMailbox({
  session,
  webSocketUrl,
  environment: given,
  storage = createMemoryStorage(),
  files = createMemoryFiles(),
}: MailboxOptions): Mailbox {
  const me = session.username;
  if (me === undefined) throw noSession();
  const environment = createEnvironment(given);
  const closing = new AbortController();
  const { signal } = closing;
  const outbox = createOutbox<UnsentMessage>({
    me,
    storage,
    now: () => environment.now(),
    queueBy: 'peer',
    // A record without `after` may have been tried all the same, if that could not be written: the server then searches
    // the whole log for it.
    restore: (record) => ({ after: 0, ...record }),
    onRemoved: ({ attachments = [] }) => void files.remove(attachments.map(({ key }) => key)),
  });
  const uploads = createUploadProgress(() => environment.now());
  const recount = createThrottle(
    environment,
    () => (environment.isVisible() ? VISIBLE_COUNT_INTERVAL_MS : HIDDEN_COUNT_INTERVAL_MS),
    countInbox,
  );
  const store = createStore(me, outbox, (mine) => (mine ? countInbox() : recount.ask()));
  const { snapshot } = store;
  const sync = createSync({ session, store, signal, onFailure: (thrown) => onFailure(thrown) });
  const retryWaits = createRetryWaits(environment);
  /** Another object for each socket that is open; undefined while none is. */
  let openSocket: object | undefined;
  /** Whether the machine has said that it has no network. It may err: a socket that opens says otherwise. */
  let offline = false;
  /** What the server was told on the open socket: whether somebody may see this page. */
  let saidVisible: boolean | undefined;
  /** The conversation that was used last. */
  let front: string | undefined;

  const catchUp = createCatchUp(environment, async () => {
    const socket = openSocket;
    const failure = await sync.catchUp(front);
    // One conversation that the server cannot read does not keep the others from being current.
    if (socket && socket === openSocket && !(failure instanceof NetworkError)) snapshot.setConnection('ready');
    return failure;
  });

  const outcomes = createListeners<[post: string]>();
  const feedWatch = createFeedWatch(environment, (frame) => live.send(frame));
  const live = createLiveSocket({
    environment,
    url: webSocketUrl,
    accessToken: (refused) => session.accessToken(refused),
    onStatus,
    onFrame,
  });
  const origin = () => (live.connectionId === undefined ? {} : { 'x-connection-id': live.connectionId });
  const { onFailure } = catchUp;
  const parts: MailboxParts = {
    ...{ session, store, outbox, sync, files, uploads, environment, retryWaits, signal, origin, onFailure },
  };
  const typing = createTyping(parts, (frame) => live.send(frame));
  const readMarks = createReadMarks(parts);
  startSender(parts);

  function countInbox(): void {
    sync.countInbox().catch(onFailure);
  }

  function onStatus(status: LiveSocketStatus): void {
    openSocket = status === 'open' ? {} : undefined;
    if (status !== 'open') {
      feedWatch.onClosed();
      return snapshot.setConnection(offline ? 'offline' : status);
    }
    offline = false;
    saidVisible = undefined;
    saySight();
    snapshot.setConnection('catching-up');
    retryWaits.wake();
    feedWatch.onOpen();
    void catchUp.run();
  }

  function onFrame(frame: ServerFrame): void {
    if (frame.type === 'messages') onMessages(frame.ids, frame.entries);
    else if (frame.type === 'typing') typing.onPeerTyping(frame.from);
    else if (frame.type === 'read' && frame.by === me) onRead(peerOf(frame.conversation, me), frame.seq);
    else if (frame.type === 'read') store.inbox.setReadByPeer(frame.by, frame.seq);
    else if (frame.type === 'outcome') outcomes.notify(frame.post);
    else feedWatch.onFrame(frame);
  }

  function onMessages(ids: readonly string[], entries: readonly Entry[] = []): void {
    const announced = new Map<string, Announced[]>();
    for (const id of ids) {
      const { conversation, seq } = parseMessageId(id) ?? {};
      if (!conversation || !seq || !isMemberOf(conversation, store.me)) continue;
      const peer = peerOf(conversation, store.me);
      const entry = entries.find((each) => each.id === id);
      announced.set(peer, [...(announced.get(peer) ?? []), { seq, entry }]);
    }
    for (const [peer, each] of announced) sync.onAnnounced(peer, each).catch(onFailure);
  }

  /** I have read on another device. */
  function onRead(peer: string, seq: number): void {
    const moved = store.inbox.setRead(peer, seq);
    const isMarked = store.inbox.row(peer)?.markedUnread === true;
    // Only the server can count what is unread after a position that this device does not have.
    if (isMarked || (moved && !isComplete(store.opened.extent(peer), seq))) sync.refreshRow(peer).catch(onFailure);
  }

  function goOffline(): void {
    offline = true;
    live.disconnect();
  }

  /** While nobody sees this page, the server tells by push. It takes a new socket for one that nobody sees. */
  function saySight(): void {
    const isVisible = environment.isVisible();
    if (!openSocket || isVisible === saidVisible) return;
    saidVisible = isVisible;
    live.send({ action: 'sight', visible: isVisible });
  }

  function wake(): void {
    offline = false;
    saySight();
    live.wake();
    retryWaits.wake();
    feedWatch.onWake();
    void catchUp.run();
  }

  function close(): void {
    closing.abort();
    openSocket = undefined;
    for (const unsubscribe of subscriptions) unsubscribe();
    for (const part of [catchUp, recount, retryWaits, typing, feedWatch, live]) part.close();
    snapshot.setConnection('offline');
  }

  const subscriptions = [
    environment.onWake(wake),
    environment.onHide(saySight),
    environment.onHide(readMarks.flush),
    environment.onOffline(goOffline),
    session.subscribe(() => {
      if (session.username !== me) close();
    }),
  ];

  return {
    get state() {
      return snapshot.state;
    },
    subscribe: snapshot.subscribe,
    async open(peer) {
      front = peer;
      store.opened.lookAt(peer);
      await sync.open(peer).catch(onFailure);
    },
    loadOlder: sync.loadOlder,
    loadNewer: sync.loadNewer,
    showNewest: sync.showNewest,
    showAround: sync.showAround,
    keepPlace: store.opened.setPlace,
    leave: store.leave,
    uploads,
    sendMessage(peer, text, { replyTo, post, attachments = [] } = {}) {
      front = peer;
      const clientId = environment.uuid();
      const extent = store.opened.extent(peer);
      const timestamp = new Date(environment.now()).toISOString();
      outbox.put({
        clientId,
        peer,
        body: text,
        timestamp,
        ...(extent && { after: extent.through, generation: extent.generation }),
        ...(replyTo !== undefined && { replyTo }),
        ...(post && { post: { id: post.id, title: post.title } }),
        ...(attachments.length > 0 && { attachments }),
      });
      return clientId;
    },
    retry: (_peer, key) => outbox.retry(key),
    discardUnsent: (_peer, key) => outbox.remove(key),
    ...createMutations(parts, readMarks.between),
    watchInbox: sync.watchInbox,
    loadMoreInbox: sync.loadMoreInbox,
    async loadRow(peer) {
      if (!store.inbox.row(peer)) await sync.refreshRow(peer).catch(onFailure);
    },
    typing: typing.onKey,
    watchFeed: feedWatch.watch,
    onOutcome: outcomes.subscribe,
    markRead: readMarks.markRead,
    catchUp: catchUp.run,
    close,
  };
}
