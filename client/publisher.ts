/**
 * Publishes posts: each waits in an outbox until the server has answered for it, as messages do. A post that was
 * written without a connection survives a reload, and is sent once when there is a connection.
 */

import type { Post } from '#contract/posts.ts';
import { createPost } from '#contract/routes/posts.ts';
import { type Environment, createEnvironment } from './environment.ts';
import { type FileStorage, createMemoryFiles } from './file-storage.ts';
import { lazyUploads } from './lazy-uploads.ts';
import { createListeners } from './listeners.ts';
import { type OutboxStorage, createMemoryStorage } from './outbox-storage.ts';
import { createOutbox } from './outbox.ts';
import {
  type ApiProblem,
  type Failure,
  NetworkError,
  asFailure,
  isTransient,
  noSession,
  refusesField,
} from './problem.ts';
import { createRetryWaits, isWorthWaiting } from './retry.ts';
import { startSendQueue } from './send-queue.ts';
import type { Session } from './session.ts';
import type { RecordOf, UnsentPost } from './unsent.ts';

export interface PublisherOptions {
  /** The session of a person who is signed in. When it ends, the publisher closes. */
  readonly session: Pick<Session, 'username' | 'serverVersion' | 'call' | 'subscribe'>;
  readonly environment?: Partial<Environment>;
  /** Where posts wait until they are sent, or deleted by their writer. The default lives as long as the publisher. */
  readonly storage?: OutboxStorage<RecordOf<UnsentPost>>;
  /** Where their pictures wait. The default lives as long as the publisher. */
  readonly files?: FileStorage;
}

/** What has become of a post soon after it was written: the server has it, has refused it, or has not answered. */
export type Outcome =
  | { readonly state: 'published'; readonly post: Post }
  | { readonly state: 'refused'; readonly problem: ApiProblem }
  | { readonly state: 'waiting' };

export interface Publisher {
  /** The posts that wait or were refused, in the order in which they were written. A new array after every change. */
  readonly unsent: readonly UnsentPost[];
  /** @returns unsubscribe */
  subscribe(listener: () => void): () => void;
  /**
   * Calls `listener` with each post that the server has, and the `clientId` it was sent with.
   * @returns unsubscribe
   */
  onPublished(listener: (post: Post, clientId: string) => void): () => void;
  /**
   * Sends a post after those that wait, once its pictures are uploaded. It stays in the outbox until the server has it,
   * or it is discarded; its pictures stay in the storage of files as long.
   */
  publish(post: Pick<UnsentPost, 'clientId' | 'request' | 'fields' | 'attachments'>): Promise<Outcome>;
  /** Sends a refused post again, behind those that wait. */
  retry(clientId: string): void;
  /** Takes a post out of the outbox. If a lost attempt has arrived after all, it stays published. */
  discard(clientId: string): void;
  /** Tries again at once: there may be a connection. */
  wake(): void;
  close(): void;
}

/** All posts of a person wait in one queue, which has no name. */
const QUEUE = '';

/** @throws {ApiProblem} where nobody is signed in */
export function createPublisher({
  session,
  environment: given,
  storage = createMemoryStorage(),
  files = createMemoryFiles(),
}: PublisherOptions): Publisher {
  const me = session.username;
  if (me === undefined) throw noSession();
  const environment = createEnvironment(given);
  const closing = new AbortController();
  const { signal } = closing;
  const retryWaits = createRetryWaits(environment);
  const published = createListeners<[post: Post, clientId: string]>();
  const attempted = createListeners<[clientId: string]>();
  const outbox = createOutbox<UnsentPost>({
    me,
    storage,
    now: () => environment.now(),
    restore: (record) => record,
    onRemoved: ({ attachments = [] }) => void files.remove(attachments.map(({ key }) => key)),
  });
  const uploads = lazyUploads({
    ...{ session, outbox, environment, files, signal },
    onProgress: () => {},
    onLeft: () => {},
  });
  let unsent = outbox.of(QUEUE);
  outbox.subscribe(() => {
    unsent = outbox.of(QUEUE);
  });
  startSendQueue({
    session,
    outbox,
    environment,
    retryWaits,
    signal,
    fields: createPost.body.shape,
    send,
    isRepeatable,
  });

  async function send(item: UnsentPost): Promise<Failure | undefined> {
    const { clientId, request } = item;
    try {
      const ready = item.attachments ? await (await uploads()).upload(clientId) : item;
      await outbox.saved();
      // Its writer may have discarded it meanwhile.
      if (signal.aborted || !ready || !outbox.has(clientId)) return undefined;
      const pictures = ready.attachments?.flatMap(({ id }) => id ?? []);
      const body = { clientId, ...request, ...(pictures && { pictures }) };
      const post = await session.call(createPost, { body }, { signal }).catch(recover(clientId));
      outbox.remove(clientId);
      published.notify(post, clientId);
      return undefined;
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (!('status' in failure) || isRepeatable(failure)) attempted.notify(clientId);
      return failure;
    }
  }

  /** Pictures that the server does not have are uploaded again. */
  const recover =
    (clientId: string) =>
    async (thrown: unknown): Promise<never> => {
      if (refusesField(thrown, 'pictures') && (await uploads()).giveUp(clientId))
        throw new NetworkError('The server does not have a picture, which is uploaded again.', { cause: thrown });
      throw thrown;
    };

  /** Resolves once the server has answered, or once it is known that this takes longer. */
  function outcomeOf(clientId: string): Promise<Outcome> {
    return new Promise((resolve) => {
      const unsubscribes = [
        published.subscribe((post, id) => id === clientId && end({ state: 'published', post })),
        attempted.subscribe((id) => id === clientId && end({ state: 'waiting' })),
        outbox.subscribe(look),
      ];
      signal.addEventListener('abort', () => end({ state: 'waiting' }));
      look();

      function look(): void {
        const item = outbox.of(QUEUE).find((other) => other.clientId === clientId);
        if (item?.problem) end({ state: 'refused', problem: item.problem });
        else if (item && (item.delay || outbox.next(QUEUE) !== item)) end({ state: 'waiting' });
      }

      function end(outcome: Outcome): void {
        for (const unsubscribe of unsubscribes) unsubscribe();
        resolve(outcome);
      }
    });
  }

  function close(): void {
    closing.abort();
    for (const unsubscribe of subscriptions) unsubscribe();
    retryWaits.close();
  }

  const subscriptions = [
    environment.onWake(() => retryWaits.wake()),
    session.subscribe(() => {
      if (session.username !== me) close();
    }),
  ];

  return {
    get unsent() {
      return unsent;
    },
    subscribe: (listener) => outbox.subscribe(listener),
    onPublished: published.subscribe,
    publish(post) {
      outbox.put({ ...post, timestamp: new Date(environment.now()).toISOString() });
      return outcomeOf(post.clientId);
    },
    retry: outbox.retry,
    discard: outbox.remove,
    wake: () => retryWaits.wake(),
    close,
  };
}

/** A limit without a time stays reached until its person does something: another try would not help. */
function isRepeatable(failure: ApiProblem): boolean {
  const isOfServer = failure.version !== undefined;
  return (
    isTransient(failure) &&
    isWorthWaiting(failure) &&
    !(failure.status === 429 && isOfServer && failure.retryAfter === undefined)
  );
}
