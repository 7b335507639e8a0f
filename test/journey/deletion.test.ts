/** Deleting an account with thousands of notes, or with posts, and what the hourly sweep does. */

import { randomUUID } from 'node:crypto';
import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { signUpAndIn, startTestCloud } from '../support/cloud.ts';
import { newName } from './people.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const DAY_MS = 24 * 60 * 60_000;

let cloud: Cloud;
let database: DynamoDBClient;
let outputs: Readonly<Record<string, string>>;
beforeAll(async () => {
  // Whole tables are read here, so there must be nobody else in them.
  cloud = await startTestCloud({});
  database = new DynamoDBClient({ endpoint: cloud.awsUrl, region: 'local', credentials });
  outputs = (await (await fetch(`${cloud.siteUrl}/_local/outputs`)).json()) as typeof outputs;
});
afterAll(() => cloud.close());

const table = (name: string): string => outputs[name] ?? expect.fail(name);

const count = async (name: string, key: string, value: string): Promise<number> => {
  const { Count = 0 } = await database.send(
    new QueryCommand({
      TableName: table(name),
      KeyConditionExpression: `${key} = :value`,
      ExpressionAttributeValues: { ':value': { S: value } },
    }),
  );
  return Count;
};

const itemsOf = async (name: string) => (await database.send(new ScanCommand({ TableName: table(name) }))).Items ?? [];
const feedItems = async () => [await itemsOf('PostsTable'), await itemsOf('PostIndexTable')] as const;

it('the notes of a deleted person go, and so does what is written late', async () => {
  const ann = await signUpAndIn(cloud);
  const conversation = `${ann.username}~${ann.username}`;
  const note = (seq: number) => ({ conversation: { S: conversation }, seq: { N: String(seq) }, body: { S: 'secret' } });
  await ann.fetch('POST', '/messages', { recipient: ann.username, body: 'secret' });
  await cloud.idle();
  for (let first = 2; first < 1_500; first += 25) {
    const requests = Array.from({ length: 25 }, (_, i) => ({ PutRequest: { Item: note(first + i) } }));
    await database.send(new BatchWriteItemCommand({ RequestItems: { [table('MessagesTable')]: requests } }));
  }

  const deleted = await ann.fetch('DELETE', '/me', { password: 'correct horse battery' });
  await cloud.runSchedules();
  const left = [
    await count('MessagesTable', 'conversation', conversation),
    await count('ConversationsTable', 'username', ann.username),
  ];
  await database.send(new PutItemCommand({ TableName: table('MessagesTable'), Item: note(7) }));
  await cloud.runSchedules();

  expect(deleted.status).toBe(204);
  expect(left).toEqual([0, 0]);
  expect(await count('MessagesTable', 'conversation', conversation)).toBe(0);
});

it('the posts of a deleted person are erased from every table, and so is one that is published late', async () => {
  const ann = await signUpAndIn(cloud);
  const secret = {
    title: 'Secret title',
    description: 'Secret text',
    reward: 'Secret reward',
    placeName: 'Secret place',
  };
  const place = { latitude: 38.713281, longitude: -9.131578, blur: '600m' };
  for (const kind of ['need', 'offer'])
    await ann.fetch('POST', '/posts', { clientId: randomUUID(), kind, category: 'other', ...secret, place });
  await cloud.idle();
  const before = await feedItems();

  await ann.fetch('DELETE', '/me', { password: 'correct horse battery' });
  await cloud.idle();
  const after = await feedItems();
  const published = before[0].find(({ title }) => title) ?? {};
  const late = { ...published, id: { S: `${ann.username}.${'A'.repeat(22)}` } };
  await database.send(new PutItemCommand({ TableName: table('PostsTable'), Item: late }));
  await cloud.idle();
  await cloud.runSchedules();
  const swept = await feedItems();

  // Two posts and their person's squares; each post in three lists, besides the note of the day.
  expect(before.map(({ length }) => length)).toEqual([3, 7]);
  expect(JSON.stringify(before)).toMatch(/Secret title.*latitude/);
  expect(after.map(({ length }) => length)).toEqual([2, 7]);
  expect(swept.map(({ length }) => length)).toEqual([3, 10]);
  for (const left of [after, swept]) expect(JSON.stringify(left)).not.toMatch(/Secret|latitude|38\.7/);
});

it('accounts whose address was not confirmed for a day are removed', async () => {
  const [old, recent] = [newName(), newName()];
  const accounts = new CognitoIdentityProviderClient({ endpoint: cloud.awsUrl, region: 'local', credentials });
  const names = async () =>
    ((await accounts.send(new ListUsersCommand({ UserPoolId: outputs['UserPoolId'] }))).Users ?? []).map(
      ({ Username }) => Username,
    );
  const signUp = (username: string) =>
    fetch(`${cloud.apiUrl}/auth/sign-up`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, email: `${username}@example.com`, password: 'correct horse battery' }),
    });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - DAY_MS - 60_000 });
  onTestFinished(() => void vi.useRealTimers());
  await signUp(old);
  vi.useRealTimers();
  await signUp(recent);
  const before = await names();

  await cloud.runSchedules();

  expect(before).toEqual(expect.arrayContaining([old, recent]));
  expect(await names()).toEqual(before.filter((name) => name !== old));
});
