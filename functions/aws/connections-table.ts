/**
 * Who is connected. Key: `username`. One item per person has one attribute per socket (`c#<connection id>`),
 * set and removed by single updates, so that devices that come and go at once never overwrite one another. A
 * socket that watches the feed has another one (`w#<connection id>`), which names its topics.
 * Beside them are the marks of what was ended: `x#<session>`, and `endedBefore` for all tokens issued until
 * then, in epoch milliseconds. A session that may not be refreshed either has an item of its own, under a key
 * that no name can take, and so has one that was made with a second factor. The devices that are told by push share the
 * table (push-devices.ts): ending a session marks it first, and then removes its device.
 */

import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { SOCKET_LIFETIME_MS, type Connection } from '../core/connection.ts';
import type { WatchedTopics } from '../core/feed/ports.ts';
import type { Connections } from '../core/ports.ts';
import { SESSION_LIFETIME_MS } from '../core/sessions.ts';
import { conditionHeld, dynamo, getMany, timeToLive, unlessConditionFailed } from './dynamo.ts';

/** Begins the attribute of a socket; its connection id follows. */
export const SOCKET = 'c#';
const ENDED = 'x#';
const WATCHED = 'w#';
/** Marks are kept as long as sockets count; no access token lives longer. */
const LIFETIME_MS = SOCKET_LIFETIME_MS;

/** Most attributes that one update removes: an expression is limited to 4 KB. */
const REMOVED_MAX = 200;
/** Most ended sessions that are marked one by one: every message to a person reads their whole item. */
const MARKS_MAX = 100;

type Item = Record<string, unknown>;
type Socket = Pick<Connection, 'session' | 'connectedAt' | 'device' | 'sight'> & {
  /** When the access token was issued that opened it; rows of earlier versions have none. Epoch milliseconds. */
  readonly issuedAt?: number;
};

export function connectionsTable(table: string, now: () => number): Connections & WatchedTopics {
  const isAlive = ({ connectedAt }: Connection): boolean => now() - connectedAt < LIFETIME_MS;
  const revokedKey = (username: string, session: string) => ({ username: `revoked#${username}#${session}` });
  const secondFactorKey = (username: string, session: string) => ({ username: `factor#${username}#${session}` });

  const exists = async (Key: { readonly username: string }): Promise<boolean> => {
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item !== undefined;
  };

  /** Sets a mark. @returns the item, which outlives everything that was written to it */
  const setMark = async (username: string, attribute: string, at: number): Promise<Item> => {
    const update = new UpdateCommand({
      TableName: table,
      Key: { username },
      UpdateExpression: 'SET #mark = :at, expiresAt = :expiresAt',
      ExpressionAttributeNames: { '#mark': attribute },
      ExpressionAttributeValues: { ':at': at, ':expiresAt': timeToLive(at + LIFETIME_MS) },
      ReturnValues: 'ALL_NEW',
    });
    return (await dynamo.send(update)).Attributes ?? {};
  };

  /**
   * Replaces marks by one for all tokens: the person's other sessions refresh their token before they open
   * another socket.
   */
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

  const removeAttributes = (username: string, attributes: readonly string[]): Promise<Item> =>
    removeFrom(table, { username }, attributes);

  return {
    async add({ username, connectionId, session, connectedAt, device }, issuedAt) {
      const socket: Socket = { session, connectedAt, device, issuedAt };
      const update = new UpdateCommand({
        TableName: table,
        Key: { username },
        UpdateExpression: 'SET #connection = :socket, expiresAt = :expiresAt',
        ConditionExpression:
          'attribute_not_exists(#ended) AND (attribute_not_exists(endedBefore) OR endedBefore < :issuedAt)',
        ExpressionAttributeNames: { '#connection': SOCKET + connectionId, '#ended': ENDED + session },
        ExpressionAttributeValues: {
          ':socket': socket,
          ':expiresAt': timeToLive(connectedAt + LIFETIME_MS),
          ':issuedAt': issuedAt,
        },
        ReturnValues: 'ALL_NEW',
      });
      const item = (await unlessConditionFailed(dynamo.send(update)))?.Attributes;
      if (!item) return undefined;
      const past = pastAttributes(item, now() - LIFETIME_MS);
      if (past.length > 0) await removeAttributes(username, past);
      return socketsOf(item).filter(isAlive);
    },

    async remove(username, connectionIds) {
      const attributes = connectionIds.flatMap((connectionId) => [SOCKET + connectionId, WATCHED + connectionId]);
      if (attributes.length > 0) await removeAttributes(username, attributes);
    },

    async removeClosed(username, connectionId) {
      const watched = WATCHED + connectionId;
      const removed = await removeAttributes(username, [SOCKET + connectionId, watched]);
      return (removed[watched] ?? []) as readonly string[];
    },

    async setWatched(username, connectionId, topics) {
      const watched = WATCHED + connectionId;
      const update = new UpdateCommand({
        TableName: table,
        Key: { username },
        UpdateExpression: topics.length > 0 ? 'SET #watched = :topics' : 'REMOVE #watched',
        ConditionExpression: 'attribute_exists(#socket)',
        ExpressionAttributeNames: { '#socket': SOCKET + connectionId, '#watched': watched },
        ...(topics.length > 0 && { ExpressionAttributeValues: { ':topics': topics } }),
        ReturnValues: 'UPDATED_OLD',
      });
      const answer = await unlessConditionFailed(dynamo.send(update));
      return answer && ((answer.Attributes?.[watched] ?? []) as readonly string[]);
    },

    async list(usernames, consistency) {
      const keys = usernames.map((username) => ({ username }));
      return liveSocketsIn(await getMany<Item>(table, keys, consistency), now());
    },

    async isEnded(username, session, issuedAt) {
      const get = new GetCommand({
        TableName: table,
        Key: { username },
        ProjectionExpression: 'endedBefore, #ended',
        ExpressionAttributeNames: { '#ended': ENDED + session },
        ConsistentRead: true,
      });
      return hasEnded((await dynamo.send(get)).Item ?? {}, { session, issuedAt });
    },

    async markEnded(username, session, at) {
      const item = await setMark(username, ENDED + session, at);
      const others = Object.keys(item).filter((name) => name.startsWith(ENDED) && name !== ENDED + session);
      if (others.length >= MARKS_MAX) await joinMarks(username, others, at);
      await removeFrom(table, pushKey(username), [DEVICE + session]);
      return socketsOf(item).filter(isAlive);
    },

    async markAllEnded(username, at) {
      const item = await setMark(username, 'endedBefore', at);
      await dynamo.send(new DeleteCommand({ TableName: table, Key: pushKey(username) }));
      return socketsOf(item).filter(isAlive);
    },

    async markSecondFactor(username, session, at) {
      const Item = { ...secondFactorKey(username, session), expiresAt: timeToLive(at + SESSION_LIFETIME_MS) };
      await dynamo.send(new PutCommand({ TableName: table, Item }));
    },

    hasSecondFactor: (username, session) => exists(secondFactorKey(username, session)),

    async revoke(username, session, at) {
      const Item = { ...revokedKey(username, session), expiresAt: timeToLive(at + SESSION_LIFETIME_MS) };
      await dynamo.send(new PutCommand({ TableName: table, Item }));
    },

    isRevoked: (username, session) => exists(revokedKey(username, session)),
  };
}

/** The item of the devices of a person that are told by push. No name takes this key. */
export const pushKey = (username: string) => ({ username: `push#${username}` });
/** Begins the attribute of such a device; its session follows. */
export const DEVICE = 'd#';

/** Removes attributes of an item. @returns those that there were */
async function removeFrom(
  table: string,
  Key: { readonly username: string },
  attributes: readonly string[],
): Promise<Item> {
  const { names, removed } = removalOf(attributes);
  const update = new UpdateCommand({
    TableName: table,
    Key,
    UpdateExpression: `REMOVE ${removed}`,
    ConditionExpression: 'attribute_exists(username)',
    ExpressionAttributeNames: names,
    ReturnValues: 'UPDATED_OLD',
  });
  return (await unlessConditionFailed(dynamo.send(update)))?.Attributes ?? {};
}

/** True where a mark ends a session, or the token: the same as the condition on adding a socket. */
export const hasEnded = (item: Item, { session, issuedAt = Infinity }: Pick<Socket, 'session' | 'issuedAt'>): boolean =>
  ENDED + session in item || Number(item['endedBefore'] ?? -Infinity) >= issuedAt;

/** Returns the sockets of living sessions. A mark counts from when it is set, not once the socket closes. */
const socketsThatCount = (item: Item): Connection[] =>
  socketsOf(item).filter(({ connectionId }) => !hasEnded(item, item[SOCKET + connectionId] as Socket));

/** Returns the sockets of living sessions that may still be open. @param now epoch milliseconds */
export const liveSocketsIn = (items: readonly Item[], now: number): Connection[] =>
  items.flatMap(socketsThatCount).filter(({ connectedAt }) => now - connectedAt < LIFETIME_MS);

function socketsOf(item: Item): Connection[] {
  return Object.entries(item)
    .filter(([name]) => name.startsWith(SOCKET))
    .map(([name, socket]) => ({
      username: String(item['username']),
      connectionId: name.slice(SOCKET.length),
      ...(socket as Socket),
      ...watchedOf(item[name.replace(SOCKET, WATCHED)]),
    }));
}

const watchedOf = (topics: unknown): Pick<Connection, 'watched'> =>
  topics === undefined ? {} : { watched: topics as readonly string[] };

/** Returns the parts of an expression that removes these attributes. */
function removalOf(attributes: readonly string[]) {
  const names = Object.fromEntries(attributes.map((attribute, i) => [`#a${i}`, attribute]));
  return { names, removed: Object.keys(names).join(', ') };
}

/** Returns the sockets, what they watch, and the marks that are too old to matter. @param before epoch milliseconds */
function pastAttributes(item: Item, before: number): string[] {
  const isPast = (name: string, value: unknown): boolean =>
    (name.startsWith(SOCKET) && (value as Socket).connectedAt <= before) ||
    (name.startsWith(WATCHED) && isPast(SOCKET + name.slice(WATCHED.length), item[name.replace(WATCHED, SOCKET)])) ||
    (name.startsWith(ENDED) && Number(value) <= before);
  return Object.entries(item)
    .flatMap(([name, value]) => (isPast(name, value) ? [name] : []))
    .slice(0, REMOVED_MAX);
}
