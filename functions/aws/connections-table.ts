/**
 * Who is connected. Key: `username`; one item per person with one attribute per socket (`c#<connection id>`), set and removed
 * by single updates, so that devices coming and going at once never overwrite one another. What ended is marked beside them:
 * `x#<session>` and `endedBefore` (for all tokens issued up to then), in epoch milliseconds. A session that may not be
 * refreshed either has an item of its own, under a key no name can take.
 */

import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection, Connections } from '../core/notify.ts';
import { SESSION_LIFE, type SocketRegister } from '../core/sessions.ts';
import { conditionHeld, dynamo, getMany, unlessConditionFailed } from './dynamo.ts';

const SOCKET = 'c#';
const ENDED = 'x#';
/**
 * The gateway ends every socket after two hours; ten minutes for clocks and stragglers. Milliseconds. Marks are kept as long,
 * and no access token lives longer.
 */
const LIFE = (2 * 60 + 10) * 60_000;

/** Attributes that one update removes at most: an expression is limited to 4 KB. */
const REMOVED_MAX = 200;
/** Ended sessions that are marked one by one: who is told of a message has their whole item read. */
const MARKS_MAX = 100;

type Item = Record<string, unknown>;
type Socket = Pick<Connection, 'session' | 'connectedAt' | 'device'>;

export type ConnectionsTable = Connections & SocketRegister;

export function connectionsTable(table: string, now: () => number): ConnectionsTable {
  const isAlive = ({ connectedAt }: Connection): boolean => now() - connectedAt < LIFE;
  const revokedKey = (username: string, session: string) => ({ username: `revoked#${username}#${session}` });

  /** Sets an attribute, and answers the item, which outlives whatever was written to it. */
  const mark = async (username: string, attribute: string, at: number): Promise<Item> => {
    const update = new UpdateCommand({
      TableName: table,
      Key: { username },
      UpdateExpression: 'SET #mark = :at, expiresAt = :expiresAt',
      ExpressionAttributeNames: { '#mark': attribute },
      ExpressionAttributeValues: { ':at': at, ':expiresAt': secondsOf(at + LIFE) },
      ReturnValues: 'ALL_NEW',
    });
    return (await dynamo.send(update)).Attributes ?? {};
  };

  /** One mark for them all: their person's other sessions refresh their tokens before they open another socket. */
  const joinMarks = async (username: string, marks: readonly string[], at: number): Promise<void> => {
    const { names, removed } = removalOf(marks.slice(0, REMOVED_MAX));
    const update = new UpdateCommand({
      TableName: table,
      Key: { username },
      UpdateExpression: `SET endedBefore = :at REMOVE ${removed}`,
      ConditionExpression: 'attribute_not_exists(endedBefore) OR endedBefore < :at',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':at': at },
    });
    await conditionHeld(dynamo.send(update));
  };

  const removeAttributes = async (username: string, attributes: readonly string[]): Promise<void> => {
    const { names, removed } = removalOf(attributes);
    const update = new UpdateCommand({
      TableName: table,
      Key: { username },
      UpdateExpression: `REMOVE ${removed}`,
      ConditionExpression: 'attribute_exists(username)',
      ExpressionAttributeNames: names,
    });
    await conditionHeld(dynamo.send(update));
  };

  return {
    async add({ username, connectionId, session, connectedAt, device }, issuedAt) {
      const socket: Socket = { session, connectedAt, device };
      const update = new UpdateCommand({
        TableName: table,
        Key: { username },
        UpdateExpression: 'SET #connection = :socket, expiresAt = :expiresAt',
        ConditionExpression:
          'attribute_not_exists(#ended) AND (attribute_not_exists(endedBefore) OR endedBefore < :issuedAt)',
        ExpressionAttributeNames: { '#connection': SOCKET + connectionId, '#ended': ENDED + session },
        ExpressionAttributeValues: {
          ':socket': socket,
          ':expiresAt': secondsOf(connectedAt + LIFE),
          ':issuedAt': issuedAt,
        },
        ReturnValues: 'ALL_NEW',
      });
      const item = (await unlessConditionFailed(dynamo.send(update)))?.Attributes;
      if (!item) return undefined;
      const past = pastAttributes(item, now() - LIFE);
      if (past.length > 0) await removeAttributes(username, past);
      return socketsOf(item).filter(isAlive);
    },

    remove: ({ username, connectionId }) => removeAttributes(username, [SOCKET + connectionId]),

    async forget(username, connections) {
      if (connections.length > 0)
        await removeAttributes(
          username,
          connections.map(({ connectionId }) => SOCKET + connectionId),
        );
    },

    async of(usernames) {
      const items = await getMany(
        table,
        usernames.map((username) => ({ username })),
      );
      return items.flatMap(socketsOf).filter(isAlive);
    },

    async markSession(username, session, at) {
      const item = await mark(username, ENDED + session, at);
      const others = Object.keys(item).filter((name) => name.startsWith(ENDED) && name !== ENDED + session);
      if (others.length >= MARKS_MAX) await joinMarks(username, others, at);
      return socketsOf(item).filter(isAlive);
    },

    async markAll(username, at) {
      return socketsOf(await mark(username, 'endedBefore', at)).filter(isAlive);
    },

    async revoke(username, session, at) {
      const Item = { ...revokedKey(username, session), expiresAt: secondsOf(at + SESSION_LIFE) };
      await dynamo.send(new PutCommand({ TableName: table, Item }));
    },

    async isRevoked(username, session) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: revokedKey(username, session), ConsistentRead: true }),
      );
      return Item !== undefined;
    },
  };
}

const secondsOf = (milliseconds: number): number => Math.ceil(milliseconds / 1000);

function socketsOf(item: Item): Connection[] {
  return Object.entries(item)
    .filter(([name]) => name.startsWith(SOCKET))
    .map(([name, socket]) => ({
      username: String(item['username']),
      connectionId: name.slice(SOCKET.length),
      ...(socket as Socket),
    }));
}

/** What an expression that removes these attributes is made of. */
function removalOf(attributes: readonly string[]) {
  const names = Object.fromEntries(attributes.map((attribute, i) => [`#a${i}`, attribute]));
  return { names, removed: Object.keys(names).join(', ') };
}

/** Sockets and ended sessions of so long ago that they mean nothing any more. */
function pastAttributes(item: Item, before: number): string[] {
  const isPast = (name: string, value: unknown): boolean =>
    (name.startsWith(SOCKET) && (value as Socket).connectedAt <= before) ||
    (name.startsWith(ENDED) && Number(value) <= before);
  return Object.entries(item)
    .flatMap(([name, value]) => (isPast(name, value) ? [name] : []))
    .slice(0, REMOVED_MAX);
}
