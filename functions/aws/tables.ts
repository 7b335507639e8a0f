/**
 * The tables' keys, as the stack creates them and the functions use them. Each table's own file says what its
 * items hold.
 */

export interface KeySchema {
  readonly partitionKey: Key;
  readonly sortKey?: Key;
  /** The attribute that holds the epoch second after which an item may be deleted. */
  readonly timeToLive?: string;
  /** Whether inserts and changes feed a stream of new images. */
  readonly stream?: true;
  /** What a restore does with the table. */
  readonly restore: Restoring;
}

/**
 * What a restore to an earlier moment does with a table:
 * - `replaced`: the table becomes what it was then, but for what the ledger says.
 * - `merged`: items that were there then and are gone come back, and all others stay. For records that nobody changes.
 * - `kept`: the table stays as it is. For what is true only now, such as sockets and counters. Functions may write it
 *   while a restore is under way.
 */
export type Restoring = 'replaced' | 'merged' | 'kept';

interface Key {
  readonly name: string;
  readonly type: 'S' | 'N';
}

const text = (name: string): Key => ({ name, type: 'S' });
const number = (name: string): Key => ({ name, type: 'N' });

export const usersTable = {
  partitionKey: text('initial'),
  sortKey: text('username'),
  restore: 'replaced',
} as const satisfies KeySchema;
export const connectionsTable = {
  partitionKey: text('username'),
  timeToLive: 'expiresAt',
  // Restoring it would bring ended sessions back.
  restore: 'kept',
} as const satisfies KeySchema;
export const messagesTable = {
  partitionKey: text('conversation'),
  sortKey: number('seq'),
  stream: true,
  restore: 'replaced',
} as const satisfies KeySchema;
export const conversationsTable = {
  partitionKey: text('username'),
  sortKey: text('peer'),
  restore: 'replaced',
} as const satisfies KeySchema;
export const moderationTable = {
  partitionKey: text('month'),
  sortKey: text('id'),
  timeToLive: 'expiresAt',
  restore: 'merged',
} as const satisfies KeySchema;
export const postsTable = {
  partitionKey: text('owner'),
  sortKey: text('id'),
  stream: true,
  /** The sort key of what is kept with an owner. No post has this id. */
  self: '#self',
  /** The sort key of a person's saved searches. Before `#self`, so that it is not among the posts either. */
  searches: '#searches',
  restore: 'replaced',
} as const satisfies KeySchema & { readonly self: string; readonly searches: string };
export const postIndexTable = {
  partitionKey: text('list'),
  sortKey: text('at'),
  timeToLive: 'expiresAt',
  restore: 'replaced',
} as const satisfies KeySchema;
export const attachmentsTable = {
  partitionKey: text('owner'),
  sortKey: text('id'),
  timeToLive: 'expiresAt',
  // Its tasks are to remove files, which no restore brings back.
  restore: 'kept',
} as const satisfies KeySchema;
export const watchersTable = {
  partitionKey: text('topic'),
  sortKey: text('connectionId'),
  timeToLive: 'expiresAt',
  restore: 'kept',
} as const satisfies KeySchema;
/** What a restore must not undo: `ledger-table.ts`. */
export const ledgerTable = {
  partitionKey: text('subject'),
  timeToLive: 'expiresAt',
  restore: 'kept',
} as const satisfies KeySchema;
