/** Ten sockets a person, however they dial; and none that nobody could close. */

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Cloud } from '#local/cloud.ts';
import { signUpAndIn, startTestCloud } from '../support/cloud.ts';

const SOCKETS_MAX = 10;
let cloud: Cloud;

beforeAll(async () => {
  // Thirty instances of each function would have to start at once.
  cloud = await startTestCloud({ faults: { strictInstances: false } });
});
afterAll(() => cloud.close());

/** @returns the open socket, or the status with which the handshake failed */
function dial(accessToken: string): Promise<WebSocket | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(cloud.webSocketUrl, ['message-center.v1', `bearer.${accessToken}`]);
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode));
    socket.on('error', () => undefined);
  });
}

/** @returns the code with which the socket is closed */
const closing = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve));
const isOpen = (socket: WebSocket): boolean => socket.readyState === WebSocket.OPEN;

it('of thirty sockets that dial at once, at most ten stay, and each of those ends with its session', async () => {
  const { accessToken, fetch } = await signUpAndIn(cloud);

  const dialled = await Promise.all(Array.from({ length: 30 }, () => dial(accessToken)));
  const refused = dialled.filter((socket) => typeof socket === 'number');
  const open = () => dialled.filter((socket) => typeof socket === 'object').filter(isOpen);
  // A socket learns last that it was closed for another one.
  await expect.poll(() => open().length).toBeLessThanOrEqual(SOCKETS_MAX);
  await cloud.idle();
  const sockets = open();

  expect(sockets.length).toBeGreaterThan(0);
  // Where sockets open quickly enough, none is refused: each closes an older one.
  expect(refused.filter((status) => status !== 429)).toEqual([]);

  const pongs = sockets.map((socket) => new Promise((resolve) => socket.once('message', resolve)));
  for (const socket of sockets) socket.send('{"action":"ping"}');
  await Promise.all(pongs);

  const closed = sockets.map(closing);
  expect((await fetch('DELETE', '/me', { password: 'correct horse battery' })).status).toBe(204);
  await Promise.all(closed);
});

it('a full set of open sockets makes room: one more closes the oldest', async () => {
  const { accessToken } = await signUpAndIn(cloud);
  const sockets: (WebSocket | number)[] = [];
  for (let i = 0; i < SOCKETS_MAX; i++) sockets.push(await dial(accessToken));
  const [oldest] = sockets;
  const closed = typeof oldest === 'object' ? closing(oldest) : Promise.reject(new Error(`refused: ${oldest}`));

  const newest = await dial(accessToken);
  await closed;

  expect([...sockets.slice(1), newest].every((socket) => typeof socket === 'object' && isOpen(socket))).toBe(true);
});

it('a socket that is not stored is closed at its first frame', async () => {
  const username = `p${randomBytes(4).toString('hex')}`;
  const { accessToken } = await signUpAndIn(cloud, username);
  const socket = await dial(accessToken);
  if (typeof socket === 'number') throw new Error(`refused: ${socket}`);
  await forget(username);
  const closed = closing(socket);

  socket.send('{"action":"ping"}');

  expect(await closed).toBe(1000);
});

/** Removes a person's sockets from the table, as a defect would. */
async function forget(username: string): Promise<void> {
  const { DeleteItemCommand, DynamoDBClient, ListTablesCommand } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient({
    endpoint: cloud.awsUrl,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const TableName = TableNames.find((name) => name.includes('Connections'));
  await client.send(new DeleteItemCommand({ TableName, Key: { username: { S: username } } }));
  client.destroy();
}
