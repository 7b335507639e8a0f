/** What the operations of the user pool API share: their context, and how they find the client or pool of a request. */
import { type Authorize, ServiceError } from '../aws/service.ts';
import type { Accounts } from './accounts.ts';
import type { Challenges } from './challenges.ts';
import { checkSecretHash } from './client-secret.ts';
import { type Input, text, userNameRule } from './input.ts';
import type { Lockout } from './lockout.ts';
import type { Outbox } from './outbox.ts';
import type { Sessions } from './sessions.ts';
import type { ClientSettings, PoolSettings } from './settings.ts';
import type { Signer } from './tokens.ts';
import type { Triggers } from './triggers.ts';

export interface UserPools {
  readonly clients: readonly ClientSettings[];
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly lockout: Lockout;
  readonly challenges: Challenges;
  readonly outbox: Outbox;
  readonly triggers: Triggers;
  /** scrypt's N for new passwords. */
  readonly passwordCost: number;
  signer(pool: PoolSettings): Signer;
  /** Returns the secret of a client; undefined if it has none. */
  secretOf(client: ClientSettings): string | undefined;
  /** Epoch milliseconds. */
  now(): number;
}

/** @returns the operation's output */
export type Operation = (pools: UserPools, input: Input, authorize: Authorize) => Promise<object>;

/** Returns the client that an unsigned operation names. */
export function clientOf(pools: UserPools, input: Input): ClientSettings {
  const id = text(input, 'ClientId');
  const client = pools.clients.find((candidate) => candidate.id === id);
  if (!client) throw new ServiceError('ResourceNotFoundException', `User pool client ${id} does not exist.`);
  return client;
}

/**
 * Returns the client of an unsigned operation on a user, after checking the secret hash.
 * @throws {ServiceError} ResourceNotFoundException, NotAuthorizedException
 */
export function provenClientOf(pools: UserPools, input: Input): ClientSettings {
  const client = clientOf(pools, input);
  checkSecretHash(client, pools.secretOf(client), text(input, 'Username', userNameRule), input.SecretHash);
  return client;
}

/** Returns the pool that a signed operation names, after checking that the caller's role allows the operation on it. */
export function poolOf(pools: UserPools, input: Input, authorize: Authorize, operation: string): PoolSettings {
  const id = text(input, 'UserPoolId');
  const pool = pools.clients.find((client) => client.pool.id === id)?.pool;
  if (!pool) throw new ServiceError('ResourceNotFoundException', `User pool ${id} does not exist.`);
  authorize(`cognito-idp:${operation}`, pool.arn);
  return pool;
}

export const disabled = (): ServiceError => new ServiceError('NotAuthorizedException', 'User is disabled.');
export const userNotFound = (): ServiceError => new ServiceError('UserNotFoundException', 'User does not exist.');
