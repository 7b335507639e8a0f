/**
 * The product as it is deployed: the entry points of the functions, and the client. Only their environment is
 * replaced: the SDK's clients, the user pool and the clock. All of them lead to the current simulation.
 */

import type * as Crypto from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { vi } from 'vitest';
import type * as LazyUploads from '#client/lazy-uploads.ts';
import type { HttpHandler } from '#functions/api/router.ts';
import * as names from '#functions/aws/environment.ts';
import type * as InlineReaders from '#functions/aws/inline-reader.ts';
import type { Clock } from '#functions/core/ports.ts';
import { environment } from '../functions/support/environment.ts';
import type { Bucket } from './bucket.ts';
import type { UsedAccounts } from './user-pool.ts';
import { weaken } from './weak-rules.ts';
import type { BucketRequest } from './world.ts';

/** What the functions run in. */
export interface Context {
  readonly clock: Clock;
  /** DynamoDB and the management API of the WebSocket gateway; takes commands of the SDK. */
  send(command: object): Promise<unknown>;
  /** The bucket of files; takes the requests of functions. */
  readonly handle: Bucket['handle'];
  readonly accounts: UsedAccounts;
  /** Entries travel in their announcement. */
  readonly inline: boolean;
  /** Returns whose token this is. @throws {Error} if it has expired */
  verify(accessToken: string): Promise<{ username: string; session: string; issuedAt: number }>;
  newId(): string;
  newBytes(count: number): Buffer;
  /** Gets the errors that functions log. */
  log(problem: unknown): void;
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

const accounts: UsedAccounts = {
  signIn: (...given) => current().accounts.signIn(...given),
  refresh: (...given) => current().accounts.refresh(...given),
  revoke: (...given) => current().accounts.revoke(...given),
  signOutEverywhere: (...given) => current().accounts.signOutEverywhere(...given),
};

type SocketHandler = (event: object) => Promise<unknown>;

async function load() {
  // One signal ends all requests of a mailbox, and Node takes more than ten listeners for a leak.
  setMaxListeners(0);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  // Pages are so short that a message soon leaves the newest one.
  vi.stubEnv(names.MESSAGES_TO_LOAD, '3');
  vi.stubEnv(names.NOTIFY, 'inline');
  vi.stubEnv(names.ATTACHMENTS_PER_HOUR, '0');
  vi.doMock('#functions/aws/clock.ts', () => ({ systemClock: clock }));
  vi.doMock('#functions/aws/metrics.ts', () => ({
    count: () => undefined,
    frameMetrics: { countDropped: () => undefined, countIgnored: () => undefined },
  }));
  vi.doMock('#functions/aws/access-token.ts', () => ({
    accessTokenVerifier: () => (token: string) =>
      current()
        .verify(token)
        .catch(() => undefined),
  }));
  vi.doMock('#functions/aws/secrets.ts', () => ({ secret: () => async () => 'the root of all keys' }));
  vi.doMock('#functions/aws/user-pool.ts', () => ({ userPool: () => accounts }));
  // The setting is read once, and histories differ in it. Without it, no entry is read.
  vi.doMock('#functions/aws/inline-reader.ts', async (original) => {
    const { inlineReader } = await original<typeof InlineReaders>();
    return {
      inlineReader(...given: Parameters<typeof inlineReader>): ReturnType<typeof inlineReader> {
        const read = inlineReader(...given);
        return (usernames, positions) => read(usernames, current().inline ? positions : []);
      },
    };
  });
  // Accounts are removed by nobody but the sweep, and none is unconfirmed.
  vi.doMock('#functions/aws/account-removal.ts', () => ({
    accountRemoval: () => ({ signOutEverywhere: accounts.signOutEverywhere, remove: async () => undefined }),
    unconfirmedAccounts: () => ({ listUnconfirmed: async () => ({ accounts: [], next: undefined }) }),
  }));
  vi.doMock('node:crypto', async (original) => ({
    ...(await original<typeof Crypto>()),
    randomUUID: () => current().newId(),
    randomBytes: (count: number) => current().newBytes(count),
  }));
  // Loading a module takes a turn of the event loop, and virtual time does not wait for one.
  const { createUploads } = await import('#client/uploads.ts');
  vi.doMock('#client/lazy-uploads.ts', (): typeof LazyUploads => ({
    lazyUploads(options) {
      const uploads = Promise.resolve(createUploads(options));
      return () => uploads;
    },
  }));
  weaken();
  const send = (command: object) => current().send(command);
  Object.assign(ApiGatewayManagementApiClient.prototype, { send });
  const { dynamo } = await import('#functions/aws/dynamo.ts');
  Object.assign(dynamo, { send });
  Object.defineProperty(dynamo, 'configuration', {
    value: {
      region: async () => 'eu-central-1',
      credentials: async () => ({ accessKeyId: 'key', secretAccessKey: 'secret' }),
      requestHandler: { handle: (request: BucketRequest) => current().handle(request) },
    },
  });
  // What is written here goes to another process, line by line.
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  vi.spyOn(console, 'error').mockImplementation((...problem: unknown[]) => current().log(problem.at(-1)));

  const [
    account,
    users,
    messages,
    conversations,
    safety,
    attachments,
    authorize,
    connect,
    disconnect,
    receive,
    stream,
    sweep,
    deletions,
    session,
    mailbox,
  ] = await Promise.all([
    import('#functions/http/accounts.ts'),
    import('#functions/http/users.ts'),
    import('#functions/http/messages.ts'),
    import('#functions/http/conversations.ts'),
    import('#functions/http/safety.ts'),
    import('#functions/http/attachments.ts'),
    import('#functions/socket/authorize.ts'),
    import('#functions/socket/connect.ts'),
    import('#functions/socket/disconnect.ts'),
    import('#functions/socket/receive.ts'),
    import('#functions/stream/messages.ts'),
    import('#functions/trigger/sweep.ts'),
    import('#functions/aws/deletions.ts'),
    import('#client/session.ts'),
    import('#client/create-mailbox.ts'),
  ]);
  return {
    http: {
      accounts: account.handler,
      users: users.handler,
      messages: messages.handler,
      conversations: conversations.handler,
      safety: safety.handler,
      attachments: attachments.handler,
    } satisfies Record<string, HttpHandler>,
    socket: {
      authorize: authorize.handler as SocketHandler,
      connect: connect.handler as SocketHandler,
      disconnect: disconnect.handler as SocketHandler,
      receive: receive.handler as SocketHandler,
    },
    consume: stream.handler,
    sweep: sweep.handler,
    beginDeletion: deletions.beginDeletion(environment[names.USERS_TABLE]).begin,
    createSession: session.createSession,
    createMailbox: mailbox.createMailbox,
  };
}

export const product = await load();
