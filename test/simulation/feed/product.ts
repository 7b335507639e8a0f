/**
 * The feed as it is deployed: endpoints, stores and rules. Only the SDK's client and the clock are replaced; both lead
 * to the current simulation. The rest of the product is not loaded, so a history takes a fraction of a second.
 */

import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { vi } from 'vitest';
import type { Clock } from '#functions/core/ports.ts';
import { environment } from '../../functions/support/environment.ts';
import { memoryFiles } from '../../functions/support/memory-files.ts';
import { weakenFeed } from '../weak-rules.ts';

/** What the functions run in. */
export interface Context {
  readonly clock: Clock;
  /** DynamoDB; takes commands of the SDK. */
  send(command: object): Promise<unknown>;
  /** Gets what functions log as errors. */
  log(problem: readonly unknown[]): void;
  newId(): string;
}

let context: Context | undefined;

/** The functions run in this context from now on. */
export function setContext(next: Context): void {
  context = next;
}

function current(): Context {
  if (!context) throw new Error('No simulation is running.');
  return context;
}

const clock: Clock = {
  now: () => current().clock.now(),
  sleep: (duration) => current().clock.sleep(duration),
  random: () => current().clock.random(),
};

async function load() {
  vi.doMock('#functions/aws/clock.ts', () => ({ systemClock: clock }));
  weakenFeed();
  const { dynamo } = await import('#functions/aws/dynamo.ts');
  const send = (command: object) => current().send(command);
  Object.assign(dynamo, { send });
  Object.assign(ApiGatewayManagementApiClient.prototype, { send });
  vi.spyOn(console, 'error').mockImplementation((...problem: unknown[]) => current().log(problem));

  const [posts, index, offers, owners, thanks, users, conversations, record, messages, recipients, removal, ledgers] =
    await Promise.all([
      import('#functions/aws/posts-table.ts'),
      import('#functions/aws/post-index.ts'),
      import('#functions/aws/post-offers.ts'),
      import('#functions/aws/post-owners.ts'),
      import('#functions/aws/thanks-list.ts'),
      import('#functions/aws/users-table.ts'),
      import('#functions/aws/conversations-table.ts'),
      import('#functions/aws/stream-record.ts'),
      import('#functions/aws/messages-table.ts'),
      import('#functions/aws/recipients.ts'),
      import('#functions/aws/removal.ts'),
      import('#functions/aws/ledger-table.ts'),
    ]);
  const [router, ofPosts, ofThanks, ofMessages, acting, close, projecting, projection, deletion, reported] =
    await Promise.all([
      import('#functions/api/router.ts'),
      import('#functions/api/handlers/posts.ts'),
      import('#functions/api/handlers/thanks.ts'),
      import('#functions/api/handlers/messages.ts'),
      import('#functions/core/acting.ts'),
      import('#functions/core/feed/close-post.ts'),
      import('#functions/core/feed/project.ts'),
      import('#functions/core/projection.ts'),
      import('#functions/core/feed/erase-posts.ts'),
      import('#functions/core/feed/reported-posts.ts'),
    ]);

  const inboxIndexes = await import('#functions/aws/inbox-index.ts');
  const [connections, watchers, gateway, frames, watching, announcing, feeds, feedWatches] = await Promise.all([
    import('#functions/aws/connections-table.ts'),
    import('#functions/aws/watchers-table.ts'),
    import('#functions/aws/gateway.ts'),
    import('#functions/api/handlers/frames.ts'),
    import('#functions/core/feed/watch.ts'),
    import('#functions/core/feed/announce-posts.ts'),
    import('#client/feed.ts'),
    import('#client/feed-watch.ts'),
  ]);

  const live = {
    connections: connections.connectionsTable(environment.CONNECTIONS_TABLE, () => clock.now()),
    watchers: watchers.watchersTable(environment.WATCHERS_TABLE, () => clock.now()),
    gateway: gateway.socketGateway(environment.CONNECTIONS_ENDPOINT),
    clock,
  };
  const usersTable = users.usersTable(environment.USERS_TABLE);
  const conversationsTable = conversations.conversationsTable(environment.CONVERSATIONS_TABLE);
  const services = (shardsPerDay: number) => ({
    ledger: ledgers.ledgerTable(environment.LEDGER_TABLE),
    users: usersTable,
    conversations: conversationsTable,
    inboxIndex: inboxIndexes.inboxMarks(environment.CONVERSATIONS_TABLE),
    posts: posts.postsTable(environment.POSTS_TABLE),
    index: index.postIndex(environment.POST_INDEX_TABLE, { shardsPerDay }),
    offers: offers.postOffers(environment.POST_INDEX_TABLE),
    owners: owners.postOwners(environment.USERS_TABLE, environment.CONVERSATIONS_TABLE),
    thanks: {
      ...thanks.thanksList(environment.POST_INDEX_TABLE, () => clock.now()),
      ...removal.thanksRemoval(environment.POST_INDEX_TABLE),
    },
    log: messages.messagesTable(environment.MESSAGES_TABLE, 1),
    recipients: recipients.recipients(
      environment.USERS_TABLE,
      environment.CONVERSATIONS_TABLE,
      environment.MESSAGES_TABLE,
    ),
    counters: { take: async () => true },
    distinctCounters: { take: async () => true },
    ...memoryFiles(),
    clock,
    newId: () => current().newId(),
    messagesToLoad: 3,
    limits: {},
    postLimits: {},
  });
  return {
    users: usersTable,
    conversations: conversationsTable,
    postOf: record.postOf,
    newEntryOf: record.newEntryOf,
    removePost: close.removePost,
    erasePosts: deletion.erasePosts,
    removeOffersOf: deletion.removeOffersOf,
    projectPost: projecting.projectPost,
    projectEntries: projection.project,
    countReporter: reported.countReporter,
    showAgain: reported.showAgain,
    live,
    receiveFrame: frames.receiveFrame,
    removeWatcher: watching.removeWatcher,
    announcePosts: announcing.announcePosts,
    announcers: [announcing.watcherAnnouncer(live)],
    createFeed: feeds.createFeed,
    createFeedWatch: feedWatches.createFeedWatch,
    /**
     * Returns an instance of the functions. Each remembers on its own which days it has noted.
     * @param shardsPerDay its setting: while a new version rolls out, instances do not agree
     */
    instance(shardsPerDay: number) {
      const own = services(shardsPerDay);
      const person = acting.personCheck(usersTable);
      const endpoints = [
        ...ofPosts.postEndpoints(own),
        ...ofThanks.thanksEndpoints(own),
        ...ofMessages.messageEndpoints(own),
      ];
      return { services: own, handler: router.serve(endpoints, { person }) };
    },
  };
}

export const product = await load();
export type Instance = ReturnType<typeof product.instance>;
