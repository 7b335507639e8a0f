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
}

interface Key {
  readonly name: string;
  readonly type: 'S' | 'N';
}

const text = (name: string): Key => ({ name, type: 'S' });
const number = (name: string): Key => ({ name, type: 'N' });

export const usersTable = { partitionKey: text('initial'), sortKey: text('username') } as const satisfies KeySchema;
export const connectionsTable = {
  partitionKey: text('username'),
  timeToLive: 'expiresAt',
} as const satisfies KeySchema;
export const messagesTable = {
  partitionKey: text('conversation'),
  sortKey: number('seq'),
  stream: true,
} as const satisfies KeySchema;
export const conversationsTable = {
  partitionKey: text('username'),
  sortKey: text('peer'),
} as const satisfies KeySchema;
export const moderationTable = {
  partitionKey: text('month'),
  sortKey: text('id'),
  timeToLive: 'expiresAt',
} as const satisfies KeySchema;
export const postsTable = {
  partitionKey: text('owner'),
  sortKey: text('id'),
  stream: true,
  /** The sort key of what is kept with an owner. No post has this id. */
  self: '#self',
  /** The sort key of a person's saved searches. Before `#self`, so that it is not among the posts either. */
  searches: '#searches',
} as const satisfies KeySchema & { readonly self: string; readonly searches: string };
export const postIndexTable = {
  partitionKey: text('list'),
  sortKey: text('at'),
  timeToLive: 'expiresAt',
} as const satisfies KeySchema;
export const watchersTable = {
  partitionKey: text('topic'),
  sortKey: text('connectionId'),
  timeToLive: 'expiresAt',
} as const satisfies KeySchema;
