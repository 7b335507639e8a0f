/**
 * Files from upload to removal, and what functions do only rarely: for sockets that are gone, for a bucket that fails,
 * and in the sweep. What takes days is made older in the tables.
 */

import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { type Caller, newAdministrator, newCaller } from './callers.ts';
import { createContractCheck } from './contract-check.ts';
import { PICTURE, upload } from './uploads.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const PASSWORD = 'correct horse battery';
const check = createContractCheck();
let cloud: Cloud;
let outputs: Readonly<Record<string, string>>;
let tables: DynamoDBDocumentClient;
let ann: Caller;
let ben: Caller;
let chief: Caller;

beforeAll(async () => {
  // Tables are written to, and faults turned on: there must be nobody else.
  cloud = await startTestCloud({});
  outputs = (await (await fetch(`${cloud.siteUrl}/_local/outputs`)).json()) as typeof outputs;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  tables = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: cloud.awsUrl, region: 'local', credentials }));
  [ann, ben, chief] = await Promise.all([
    newCaller(cloud, check, 'ann'),
    newCaller(cloud, check, 'ben'),
    newAdministrator(cloud, check),
  ]);
});
afterAll(() => cloud.close());

const tableOf = (name: string): string => outputs[`${name}Table`] ?? expect.fail(name);
const put = (table: string, Item: Record<string, unknown>) =>
  tables.send(new PutCommand({ TableName: tableOf(table), Item }));

async function itemsOf(table: string, key: string, value: string): Promise<readonly Record<string, unknown>[]> {
  const query = { KeyConditionExpression: '#key = :value', ExpressionAttributeNames: { '#key': key } };
  const command = { TableName: tableOf(table), ...query, ExpressionAttributeValues: { ':value': value } };
  return (await tables.send(new QueryCommand(command))).Items ?? [];
}

async function sendFile(from: Caller, to: Caller): Promise<{ readonly id: string; readonly url: string }> {
  const attachments = [await upload(cloud, from)];
  const sent = await from.call('POST', '/messages', { recipient: to.username, body: '', attachments });
  const { id } = sent.body as { id: string };
  await cloud.idle();
  const links = (await to.call('GET', `/messages/${id}/attachments`)).body as { items: { url: string }[] };
  return { id, url: cloud.siteUrl + links.items[0]?.url };
}

async function publishPicture(person: Caller): Promise<string> {
  const fields = { clientId: randomUUID(), kind: 'need', pictures: [await upload(cloud, person)] };
  const { status, body } = await person.call('POST', '/posts', fields);
  expect(status).toBe(201);
  await cloud.idle();
  return (body as { id: string }).id;
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

/** Makes every task of files due. */
async function makeTasksDue(): Promise<void> {
  for (const { owner, id, task } of await itemsOf('Attachments', 'owner', '#due')) {
    const { due, ...others } = task as { due: number; kind: string; owner?: string };
    const earlier = due - 100 * DAY_MS;
    const [, ...rest] = (id as string).split('#');
    await tables.send(new DeleteCommand({ TableName: tableOf('Attachments'), Key: { owner, id } }));
    await put('Attachments', {
      owner,
      id: [new Date(earlier).toISOString(), ...rest].join('#'),
      task: { ...others, due: earlier },
    });
  }
}

describe('a file', () => {
  /** Returns the link to a file of a message in a person's export. */
  async function exported(person: Caller, message: string): Promise<string | undefined> {
    let cursor: string | undefined;
    do {
      const { body } = await person.call('GET', `/me/export${cursor === undefined ? '' : `?cursor=${cursor}`}`);
      const { items, next } = body as { items: { type: string; of?: string; url?: string }[]; next?: string };
      const found = items.find(({ type, of }) => type === 'file' && of === message);
      if (found) return found.url;
      cursor = next;
    } while (cursor !== undefined);
    return undefined;
  }

  it('of a message is opened by a link, in an export too, until a moderator removes the message', async () => {
    const { id, url } = await sendFile(ann, ben);
    expect(await statusOf(`${cloud.siteUrl}${await exported(ben, id)}`)).toBe(200);

    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(PICTURE);
    expect((await chief.call('DELETE', `/admin/messages/${id}`)).status).toBe(204);
    await cloud.idle();

    expect(await statusOf(url)).toBe(403);
    expect(await itemsOf('Attachments', 'owner', '#due')).toContainEqual(
      expect.objectContaining({ task: expect.objectContaining({ kind: 'message' }) }),
    );
  });

  it('of a deleted message is removed by the sweep as well, where a late copy came', async () => {
    const { id, url } = await sendFile(ann, ben);
    const [conversation = '', seq = ''] = id.split(/\.(?=\d+$)/);
    const key = { conversation, seq: Number(seq) };
    const stored = async () =>
      (await itemsOf('Messages', 'conversation', conversation)).find((each) => each['seq'] === key.seq);
    const entry = await stored();
    await ann.call('DELETE', `/messages/${id}`);
    await cloud.idle();
    expect(await statusOf(url)).toBe(403);
    const late = { UpdateExpression: 'SET files = :files', ExpressionAttributeValues: { ':files': entry?.['files'] } };
    await tables.send(new UpdateCommand({ TableName: tableOf('Messages'), Key: key, ...late }));

    await makeTasksDue();
    await cloud.runSchedules();

    expect(await stored()).not.toHaveProperty('files');
    const left = await itemsOf('Attachments', 'owner', '#due');
    expect(left.filter(({ task }) => (task as { kind: string }).kind === 'message')).toEqual([]);
  });

  it('of a post goes with the post, by the sweep where the bucket failed', async () => {
    const closed = await publishPicture(ben);
    const failed = await publishPicture(ben);
    const kept = await publishPicture(ben);
    const linkOf = async (id: string): Promise<string> => {
      const { items } = (await ann.call('GET', `/posts/${id}/pictures`)).body as { items: { url: string }[] };
      return cloud.siteUrl + items[0]?.url;
    };
    const [first, second, third] = [await linkOf(closed), await linkOf(failed), await linkOf(kept)];

    await ben.call('DELETE', `/posts/${closed}`);
    await cloud.idle();
    expect([await statusOf(first), await statusOf(second), await statusOf(third)]).toEqual([403, 200, 200]);

    cloud.faults.slowDowns = 1;
    await ben.call('DELETE', `/posts/${failed}`);
    await cloud.idle();
    cloud.faults.slowDowns = 0;
    expect(await statusOf(second)).toBe(200);
    await makeTasksDue();
    await cloud.runSchedules();

    expect([await statusOf(second), await statusOf(third)]).toEqual([403, 200]);
    // It is looked at again when the post that holds it is over.
    expect(await itemsOf('Attachments', 'owner', '#due')).toContainEqual(
      expect.objectContaining({ task: expect.objectContaining({ kind: 'post', post: kept }) }),
    );
  });

  it('that nothing took in time is removed, with the note of it', async () => {
    await sendFile(ann, ben);
    const stray = `kept/${randomUUID()}`;
    const row = { ...(await itemsOf('Attachments', 'owner', ann.username)).at(-1) };
    expect(row).toMatchObject({ owner: ann.username });
    const files = new Set([...(row['files'] as Set<string>), stray]);
    await put('Attachments', { ...row, files, reservedAt: Date.now() - 3 * DAY_MS });

    await makeTasksDue();
    await cloud.runSchedules();

    expect(await itemsOf('Attachments', 'owner', ann.username)).not.toContainEqual(
      expect.objectContaining({ id: row['id'] }),
    );
  });
});

it('a socket that is gone without a word is forgotten when something is told to it', async () => {
  cloud.faults.lostDisconnects = true;
  const first = await ben.dial();
  first.send({ action: 'feed' });
  await expect.poll(() => first.frames.map(({ type }) => type)).toContain('watching');
  const sockets = async (): Promise<readonly string[]> => {
    const [item = {}] = await itemsOf('Connections', 'username', ben.username);
    return Object.keys(item).filter((name) => name.startsWith('c#'));
  };
  const post = ((await ann.call('POST', '/posts', { clientId: randomUUID(), kind: 'need' })).body as { id: string }).id;
  const offer = { recipient: ann.username, body: 'I can', clientId: randomUUID(), post };
  expect(await ben.call('POST', '/messages', offer)).toMatchObject({ status: 201 });
  await cloud.idle();

  // Older than a handshake takes, so that the gateway is asked and its answer believed.
  const names = await sockets();
  for (const name of names) {
    const change = {
      UpdateExpression: 'SET #socket.connectedAt = :then',
      ExpressionAttributeNames: { '#socket': name },
    };
    const command = { TableName: tableOf('Connections'), Key: { username: ben.username }, ...change };
    await tables.send(
      new UpdateCommand({ ...command, ExpressionAttributeValues: { ':then': Date.now() - 10 * 60_000 } }),
    );
  }
  const second = await ben.dial();
  second.send({ action: 'feed' });
  await expect.poll(() => second.frames.map(({ type }) => type)).toContain('watching');
  cloud.faults.gonePosts = 1;
  const told = await ann.call('POST', '/posts', { clientId: randomUUID(), kind: 'need' });
  expect(told).toMatchObject({ status: 201 });
  expect(await ann.call('PATCH', `/posts/${post}`, { version: 1, status: 'withdrawn' })).toMatchObject({
    status: 200,
  });
  await cloud.idle();
  cloud.faults.gonePosts = 0;
  cloud.faults.lostDisconnects = false;

  expect(names).toHaveLength(1);
  expect(await sockets()).not.toContain(names[0]);
});

it('an offer for a post that was erased before the offer was noted leaves nothing', async () => {
  const published = await ann.call('POST', '/posts', { clientId: randomUUID(), kind: 'need' });
  const { id } = published.body as { id: string };
  await cloud.idle();
  cloud.faults.stalledStreams = true;
  const offer = { recipient: ann.username, body: 'I can', clientId: randomUUID(), post: id };
  const offered = await ben.call('POST', '/messages', offer);
  const erased = await ann.call('DELETE', `/posts/${id}`);
  cloud.faults.stalledStreams = false;
  await cloud.idle();

  expect([offered.status, erased.status]).toEqual([201, 204]);
  expect(await itemsOf('PostIndex', 'list', `p#${id}`)).toEqual([]);
  expect((await itemsOf('PostIndex', 'list', `o#${ben.username}`)).map(({ post }) => post)).not.toContain(id);
});

describe('a deleted account', () => {
  it('leaves no upload, no file of a note, and no thanks', async () => {
    const dan = await newCaller(cloud, check, 'dan');
    await upload(cloud, dan);
    await dan.call('PUT', `/searches/${randomUUID()}`, { words: 'xylophone' });
    const { url } = await sendFile(dan, dan);
    await put('PostIndex', { list: `h#${dan.username}`, at: `${ann.username}.late`, text: 'Thank you' });
    await put('PostIndex', { list: `o#${dan.username}`, at: `${ann.username}.late`, ...offerOf(dan) });

    expect((await dan.call('DELETE', '/me', { password: PASSWORD })).status).toBe(204);

    await makeTasksDue();
    await cloud.runSchedules();
    expect(await statusOf(url)).toBe(403);
    expect(await itemsOf('PostIndex', 'list', `h#${dan.username}`)).toEqual([]);
    expect(await itemsOf('PostIndex', 'list', `o#${dan.username}`)).toEqual([]);
    const rows = await itemsOf('Attachments', 'owner', dan.username);
    expect(rows.filter(({ holder }) => holder === undefined)).toEqual([]);
  });

  it('leaves nothing that was written late, once the sweep has been there after two hours', async () => {
    const eve = await newCaller(cloud, check, 'eve');
    await upload(cloud, eve);
    await eve.call('PUT', `/searches/${randomUUID()}`, { words: 'xylophone' });
    const searches = (await itemsOf('Posts', 'owner', eve.username)).find(({ id }) => id === '#searches');
    const [uploaded = {}] = await itemsOf('Attachments', 'owner', eve.username);
    await eve.call('DELETE', '/me', { password: PASSWORD });
    await put('Attachments', uploaded);
    await put('Posts', { ...searches });
    await put('Conversations', { username: eve.username, peer: ann.username, lastSeq: 1 });
    await put('PostIndex', { list: `h#${eve.username}`, at: `${ann.username}.late`, text: 'Thank you' });
    await put('PostIndex', { list: `o#${eve.username}`, at: `${ann.username}.late`, ...offerOf(eve) });
    const note = { conversation: `${eve.username}~${eve.username}`, seq: 1, files: [`kept/${randomUUID()}`] };
    await put('Messages', note);
    const socket = { session: 'late', connectedAt: Date.now() };
    await put('Connections', { username: eve.username, 'c#bGF0ZQ==': socket });
    const begun = { initial: '#deletions', username: eve.username, at: Date.now() - 3 * HOUR_MS };
    await put('Users', begun);

    await cloud.runSchedules();

    const left = await Promise.all([
      itemsOf('Attachments', 'owner', eve.username),
      itemsOf('Conversations', 'username', eve.username),
      itemsOf('PostIndex', 'list', `h#${eve.username}`),
      itemsOf('PostIndex', 'list', `o#${eve.username}`),
      itemsOf('Messages', 'conversation', note.conversation),
    ]);
    expect(left).toEqual([[], [], [], [], []]);
    expect(JSON.stringify(await itemsOf('Posts', 'owner', eve.username))).not.toContain('xylophone');
    expect((await itemsOf('Users', 'initial', '#deletions')).map(({ username }) => username)).not.toContain(
      eve.username,
    );
  });
});

const offerOf = ({ username }: Caller) => ({
  ...{ post: `${ann.username}.late`, person: username, seq: 1, offeredAt: 1 },
  conversation: [ann.username, username].sort().join('~'),
});
