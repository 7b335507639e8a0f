/**
 * The product as it is deployed: the functions' own entries and the client. Only what lies outside of them is replaced: the
 * SDK's clients, the user pool, the clock. All of it leads to the simulation that runs at the moment.
 */

import type * as Crypto from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { vi } from 'vitest';
import type { HttpHandler } from '#functions/api/router.ts';
import { MESSAGES_TO_LOAD } from '#functions/aws/environment.ts';
import type { Clock } from '#functions/core/clock.ts';
import { environment } from '../functions/support/environment.ts';
import type { UsedAccounts } from './user-pool.ts';
import { weaken } from './weak-rules.ts';

/** What the functions find around them. */
export interface Context {
  readonly clock: Clock;
  /** DynamoDB and the WebSocket API's management, by their SDK commands. */
  send(command: object): Promise<unknown>;
  /** The user pool, and whose an access token is. */
  readonly accounts: UsedAccounts;
  verify(accessToken: string): Promise<{ username: string; session: string; issuedAt: number }>;
  /** A name for what has none. */
  newId(): string;
  /** Errors that a function logs. */
  log(problem: unknown): void;
}

let around: Context | undefined;

/** From now on the functions run in these surroundings. */
export function surround(next: Context): void {
  around = next;
}

function present(): Context {
  if (!around) throw new Error('No simulation is running.');
  return around;
}

const clock: Clock = {
  now: () => present().clock.now(),
  sleep: (duration) => present().clock.sleep(duration),
  random: () => present().clock.random(),
};

const accounts: UsedAccounts = {
  signIn: (...given) => present().accounts.signIn(...given),
  refresh: (...given) => present().accounts.refresh(...given),
  revoke: (...given) => present().accounts.revoke(...given),
  signOutEverywhere: (...given) => present().accounts.signOutEverywhere(...given),
};

type SocketHandler = (event: object) => Promise<unknown>;

async function load() {
  // One signal ends whatever requests of a mailbox are under way: Node takes more than ten listeners for a leak.
  setMaxListeners(0);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  // Pages so short that what was just written is soon on none.
  vi.stubEnv(MESSAGES_TO_LOAD, '3');
  vi.doMock('#functions/aws/clock.ts', () => ({ systemClock: clock }));
  vi.doMock('#functions/aws/metrics.ts', () => ({ count: () => undefined }));
  vi.doMock('#functions/aws/access-token.ts', () => ({
    accessTokenVerifier: () => (token: string) => present().verify(token),
  }));
  vi.doMock('#functions/aws/user-pool.ts', () => ({ userPool: () => accounts }));
  vi.doMock('node:crypto', async (original) => ({
    ...(await original<typeof Crypto>()),
    randomUUID: () => present().newId(),
  }));
  weaken();
  const send = (command: object) => present().send(command);
  Object.assign(ApiGatewayManagementApiClient.prototype, { send });
  const { dynamo } = await import('#functions/aws/dynamo.ts');
  Object.assign(dynamo, { send });
  vi.spyOn(console, 'error').mockImplementation((...problem: unknown[]) => present().log(problem.at(-1)));

  const [
    account,
    users,
    messages,
    conversations,
    safety,
    authorize,
    connect,
    disconnect,
    receive,
    stream,
    session,
    mailbox,
  ] = await Promise.all([
    import('#functions/http/accounts.ts'),
    import('#functions/http/users.ts'),
    import('#functions/http/messages.ts'),
    import('#functions/http/conversations.ts'),
    import('#functions/http/safety.ts'),
    import('#functions/socket/authorize.ts'),
    import('#functions/socket/connect.ts'),
    import('#functions/socket/disconnect.ts'),
    import('#functions/socket/receive.ts'),
    import('#functions/stream/messages.ts'),
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
    } satisfies Record<string, HttpHandler>,
    socket: {
      authorize: authorize.handler as SocketHandler,
      connect: connect.handler as SocketHandler,
      disconnect: disconnect.handler as SocketHandler,
      receive: receive.handler as SocketHandler,
    },
    consume: stream.handler,
    createSession: session.createSession,
    createMailbox: mailbox.createMailbox,
  };
}

export const product = await load();
