/**
 * The devices that are told by push. They share the connections table: the function that tells people reads a
 * person's devices and sockets by one call. Under `push#<username>`, which no name takes, one item has one attribute
 * for each device (`d#<session>`), so that devices that subscribe at once never overwrite one another.
 *
 * Under `endpoint#<hash>` is the session that an endpoint was given to last. It names no person, so that a deletion
 * need not find it.
 */

import { createHash } from 'node:crypto';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Audience, PushDevice, PushDevices, Subject } from '../core/push/device.ts';
import { SESSION_LIFETIME_MS } from '../core/sessions.ts';
import { DEVICE, hasEnded, liveSocketsIn, pushKey } from './connections-table.ts';
import { conditionHeld, dynamo, getMany, timeToLive, type Item } from './dynamo.ts';

const PUSH = pushKey('').username;
const ENDPOINT = 'endpoint#';

/** @param table the connections table */
export function pushDevices(table: string, now: () => number): PushDevices {
  const endpointKey = (endpoint: string) => ({
    username: ENDPOINT + createHash('sha256').update(endpoint).digest('base64url'),
  });

  const read = async (username: string): Promise<Item> =>
    (await dynamo.send(new GetCommand({ TableName: table, Key: pushKey(username), ConsistentRead: true }))).Item ?? {};

  return {
    async put({ username, session, ...device }) {
      const update = new UpdateCommand({
        TableName: table,
        Key: pushKey(username),
        UpdateExpression: 'SET #device = :device, expiresAt = :expiresAt',
        ExpressionAttributeNames: { '#device': DEVICE + session },
        ExpressionAttributeValues: {
          ':device': stored(device),
          // Later than every device's own: none of its sessions began after now.
          ':expiresAt': timeToLive(device.storedAt + SESSION_LIFETIME_MS),
        },
        ReturnValues: 'ALL_NEW',
      });
      return devicesOf((await dynamo.send(update)).Attributes ?? {});
    },

    async get(username, session) {
      return devicesOf(await read(username)).find((device) => device.session === session);
    },

    async list(username) {
      return devicesOf(await read(username));
    },

    async reachable(usernames) {
      const items = await getMany<Item>(table, usernames.map(pushKey), 'eventual');
      return new Set(items.flatMap(devicesOf).map(({ username }) => username));
    },

    async audience(usernames, consistency) {
      const keys = usernames.flatMap((username) => [{ username }, pushKey(username)]);
      const items = new Map(
        (await getMany<Item>(table, keys, consistency)).map((item) => [String(item['username']), item]),
      );
      return new Map(
        usernames.map((username) => [
          username,
          audienceOf(items.get(username) ?? {}, items.get(pushKey(username).username) ?? {}, now()),
        ]),
      );
    },

    async remove(username, session, endpoint) {
      const update = new UpdateCommand({
        TableName: table,
        Key: pushKey(username),
        UpdateExpression: 'REMOVE #device',
        ConditionExpression: endpoint === undefined ? 'attribute_exists(#device)' : '#device.endpoint = :endpoint',
        ExpressionAttributeNames: { '#device': DEVICE + session },
        ...(endpoint !== undefined && { ExpressionAttributeValues: { ':endpoint': endpoint } }),
      });
      await conditionHeld(dynamo.send(update));
    },

    async take(endpoint, session, until) {
      const Item = { ...endpointKey(endpoint), session, expiresAt: timeToLive(until) };
      const put = new PutCommand({ TableName: table, Item, ReturnValues: 'ALL_OLD' });
      const before = (await dynamo.send(put)).Attributes;
      return before && { session: String(before['session']), until: Number(before['expiresAt']) * 1000 };
    },

    async giveBack(endpoint, session, before) {
      // What an ended session keeps harms nobody: the next one takes it.
      if (!before || before.session === session) return;
      const put = new PutCommand({
        TableName: table,
        Item: { ...endpointKey(endpoint), session: before.session, expiresAt: timeToLive(before.until) },
        ConditionExpression: '#session = :session',
        ExpressionAttributeNames: { '#session': 'session' },
        ExpressionAttributeValues: { ':session': session },
      });
      await conditionHeld(dynamo.send(put));
    },

    async owners(endpoints) {
      const byKey = new Map(endpoints.map((endpoint) => [endpointKey(endpoint).username, endpoint]));
      const items = await getMany<Item>(
        table,
        [...byKey.keys()].map((username) => ({ username })),
      );
      return new Map(items.map((item) => [byKey.get(String(item['username'])) ?? '', String(item['session'])]));
    },
  };
}

type StoredDevice = Omit<PushDevice, 'username' | 'session'>;

/** Without what is absent or usual. */
const stored = ({ texts, off, device, ...rest }: StoredDevice) => ({
  ...rest,
  ...(device !== undefined && { device }),
  ...(texts && { texts }),
  ...(off.length > 0 && { off }),
});

function devicesOf(item: Item): PushDevice[] {
  return Object.entries(item)
    .filter(([name]) => name.startsWith(DEVICE))
    .map(([name, value]) => {
      const {
        texts = false,
        off = [],
        ...rest
      } = value as Omit<StoredDevice, 'texts' | 'off'> & {
        readonly texts?: boolean;
        readonly off?: readonly Subject[];
      };
      const username = String(item['username']).slice(PUSH.length);
      return { username, session: name.slice(DEVICE.length), texts, off, ...rest };
    });
}

/**
 * A session counts as ended by the marks of the sockets, until it is removed from here as well. Marks that were joined
 * into one for all tokens silence the person's other devices for two hours: somebody who ends a hundred sessions in
 * that time subscribes again with the next token.
 */
function audienceOf(connected: Item, subscribed: Item, now: number): Audience {
  const sockets = liveSocketsIn([connected], now);
  return {
    devices: devicesOf(subscribed).filter((device) => device.expiresAt > now && !hasEnded(connected, device)),
    inSight: new Set(sockets.filter(({ sight }) => sight === true).map(({ session }) => session)),
  };
}
