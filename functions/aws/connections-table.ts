/**
 * Who is connected. Key: `username`; one item per person with one attribute per socket (`c#<connection id>`), set and removed
 * by single updates, so that devices coming and going at once never overwrite one another.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection, Connections } from '../core/notify.ts';
import { conditionHeld, dynamo, getMany } from './dynamo.ts';

const PREFIX = 'c#';
/** The gateway ends every socket after two hours; ten minutes for clocks and stragglers. Milliseconds. */
const LIFE = (2 * 60 + 10) * 60_000;

type Socket = Pick<Connection, 'session' | 'connectedAt'>;

export interface ConnectionsTable extends Connections {
  add(connection: Connection): Promise<void>;
}

export function connectionsTable(table: string, now: () => number): ConnectionsTable {
  return {
    async add({ username, connectionId, session, connectedAt }) {
      const socket: Socket = { session, connectedAt };
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: { username },
          UpdateExpression: 'SET #connection = :socket, expiresAt = :expiresAt',
          ExpressionAttributeNames: { '#connection': PREFIX + connectionId },
          ExpressionAttributeValues: { ':socket': socket, ':expiresAt': Math.ceil((connectedAt + LIFE) / 1000) },
        }),
      );
    },

    async remove({ username, connectionId }) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { username },
        UpdateExpression: 'REMOVE #connection',
        ConditionExpression: 'attribute_exists(username)',
        ExpressionAttributeNames: { '#connection': PREFIX + connectionId },
      });
      await conditionHeld(dynamo.send(update));
    },

    async of(usernames) {
      const items = await getMany(table, usernames.map((username) => ({ username })));
      return items.flatMap(socketsOf).filter(({ connectedAt }) => now() - connectedAt < LIFE);
    },
  };
}

function socketsOf(item: Record<string, unknown>): Connection[] {
  return Object.entries(item)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, socket]) => ({ username: String(item['username']), connectionId: name.slice(PREFIX.length), ...(socket as Socket) }));
}
