/** A restore by the command as people run it, to a moment between two sends. */

import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { type SignedIn, signIn, signUpAndIn, startTestCloud } from '../support/cloud.ts';

interface Run {
  readonly failed: boolean;
  readonly said: string;
}

function restore(cloud: Cloud, ...args: readonly string[]): Promise<Run> {
  const env = { ...process.env, PORT: new URL(cloud.siteUrl).port, AWS_ENDPOINT_URL: cloud.awsUrl };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'bin/restore.ts', ...args], { env }, (error, out, err) =>
      resolve({ failed: error !== null, said: out + err }),
    );
  });
}

/** Returns the present second, once it is over. */
async function secondNow(): Promise<string> {
  const second = Math.ceil(Date.now() / 1000) * 1000;
  // A timer may be a millisecond early.
  while (Date.now() < second + 1000) await sleep(second + 1000 - Date.now());
  return new Date(second).toISOString().replace('.000Z', 'Z');
}

const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;

interface Message {
  readonly id: string;
  readonly body: string;
  readonly deleted?: string;
}

it(
  'brings back what was there, and nothing that was deleted, removed or blocked since',
  { timeout: 180_000 },
  async () => {
    const cloud = await startTestCloud({ keepsHistory: true });
    onTestFinished(() => cloud.close());
    const [ann, ben, cat, dan] = await Promise.all([
      signUpAndIn(cloud),
      signUpAndIn(cloud),
      signUpAndIn(cloud),
      signUpAndIn(cloud),
    ]);
    const send = (from: SignedIn, to: SignedIn, body: string) =>
      json<Message>(from.fetch('POST', '/messages', { recipient: to.username, body }));
    const logOf = async (person: SignedIn, peer: SignedIn) =>
      (await json<{ items: Message[] }>(person.fetch('GET', `/messages?target=${peer.username}`))).items.toReversed();

    await send(ann, ben, 'kept');
    const secret = await send(ann, ben, 'secret');
    const wish = { kind: 'need', title: 'A ladder', description: 'For a day', category: 'other' };
    const post = await json<{ id: string }>(cat.fetch('POST', '/posts', { ...wish, clientId: crypto.randomUUID() }));
    await ben.fetch('POST', `/conversations/${ann.username}/read`, { seq: 1 });
    await cloud.idle();
    const to = await secondNow();

    await ann.fetch('DELETE', `/messages/${secret.id}`);
    const lost = await send(ann, ben, 'lost');
    await ben.fetch('POST', `/conversations/${ann.username}/read`, { seq: 4 });
    await ben.fetch('PUT', `/blocks/${dan.username}`);
    expect((await cat.fetch('DELETE', '/me', { password: 'correct horse battery' })).status).toBe(204);
    await cloud.idle();

    const restored = restore(cloud, '--to', to);
    const statuses = new Map<number, string | null>();
    const running = { isDone: false };
    void restored.then(() => (running.isDone = true));
    while (!running.isDone) {
      const answer = await ann.fetch('PATCH', '/me', { about: 'x' });
      statuses.set(answer.status, answer.headers.get('retry-after'));
      await sleep(50);
    }

    const outcome = await restored;
    expect(outcome).toMatchObject({ failed: false, said: expect.stringContaining('generation 2') });
    expect(statuses.get(503)).toBe('60');
    // Every session has ended.
    const [annAgain, benAgain] = await Promise.all([signIn(cloud, ann.username), signIn(cloud, ben.username)]);
    const log = await logOf(benAgain, ann);
    expect(log.map(({ body }) => body)).not.toContain('secret');
    expect(log.map(({ body }) => body)).not.toContain('lost');
    expect(log[0]).toMatchObject({ body: 'kept' });
    expect(log[1]).toMatchObject({ id: secret.id, deleted: 'sender' });
    // A device that has seen what is gone is told so, and the deletion is in the log for those that have not.
    const seq = Number(lost.id.split('.')[1]);
    const behind = await benAgain.fetch('GET', `/conversations/${ann.username}/log?after=${seq}&generation=1`);
    expect(behind.status).toBe(409);
    const { items } = await json<{ items: { kind: string }[] }>(
      benAgain.fetch('GET', `/conversations/${ann.username}/log?after=2&generation=1`),
    );
    expect(items.map(({ kind }) => kind)).toEqual(['deletion']);
    // The row counts what is left.
    const row = await json<{ unread: number }>(benAgain.fetch('GET', `/conversations/${ann.username}`));
    expect(row.unread).toBe(1);
    const blocked = await json<{ items: { username: string }[] }>(benAgain.fetch('GET', '/blocks'));
    expect(blocked.items.map(({ username }) => username)).toEqual([dan.username]);
    // Who has left is gone, with what they published.
    expect((await annAgain.fetch('GET', `/users/${cat.username}`)).status).toBe(404);
    expect((await annAgain.fetch('GET', `/posts/${post.id}`)).status).toBe(404);
    const feed = await json<{ items: { id: string }[] }>(annAgain.fetch('GET', '/posts'));
    expect(feed.items.map(({ id }) => id)).not.toContain(post.id);

    expect((await send(annAgain, ben, 'after')).body).toBe('after');
    await cloud.idle();
    expect((await logOf(benAgain, ann)).at(-1)).toMatchObject({ body: 'after' });

    // Once accounts are back that were lost, profiles and accounts are compared by themselves; nobody is signed out.
    expect(await restore(cloud, '--accounts-only', '--delete-orphans')).toMatchObject({
      failed: false,
      said: expect.stringContaining('Profiles and accounts were compared.'),
    });
    expect((await annAgain.fetch('GET', '/me')).status).toBe(200);

    // Once more, to another moment: it is a restore of its own.
    expect(await restore(cloud, '--to', '2020-01-01T00:00:00Z')).toMatchObject({
      failed: true,
      said: expect.stringContaining('can be restored to a moment from'),
    });
  },
);
