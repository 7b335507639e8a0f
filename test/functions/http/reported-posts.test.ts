/** Posts that several people report: hidden until an administrator has looked. On the functions' tables, in memory. */

import { AdminGetUserCommand, AdminListGroupsForUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import * as admin from '#contract/routes/admin.ts';
import * as routes from '#contract/routes/posts.ts';
import { report } from '#contract/routes/safety.ts';
import { encodeCursor } from '#functions/core/cursor.ts';
import { cognito } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { environment, stubEnvironment } from '../support/environment.ts';
import { call } from '../support/http.ts';
import { answerFromMemory, type MemoryTables } from '../support/memory-tables.ts';
import { postOf as newPost } from '../support/posts.ts';

stubEnvironment();
const { handler: safety } = await import('#functions/http/safety.ts');
const { handler: posts } = await import('#functions/http/posts.ts');
const { handler: administration } = await import('#functions/http/admin.ts');
const { postIndex } = await import('#functions/aws/post-index.ts');

const DAY_MS = 24 * 60 * 60_000;
const post = newPost('ann', 1, { createdAt: NOW - 1000, lastsUntil: NOW + DAY_MS });
const parameters = { id: post.id };
let memory: MemoryTables;

beforeEach(async () => {
  memory = answerFromMemory();
  cognito.on(AdminGetUserCommand).resolves({ Enabled: true, UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] });
  cognito.on(AdminListGroupsForUserCommand).resolves({ Groups: [{ GroupName: 'admins' }] });
  memory.put(environment.CONNECTIONS_TABLE, { username: 'factor#chief#session-of-chief' });
  for (const name of ['ann', 'ben', 'cat', 'dan', 'eve', 'chief']) person(name, 30);
  memory.put(environment.POSTS_TABLE, { ...post });
  await postIndex(environment.POST_INDEX_TABLE, { shardsPerDay: 1 }).project(post);
});

const person = (username: string, days: number) =>
  memory.put(environment.USERS_TABLE, {
    initial: username.slice(0, 1),
    username,
    displayName: username,
    createdAt: NOW - days * DAY_MS,
  });

const reportBy = (...names: readonly string[]) =>
  names.reduce(async (before: Promise<unknown>, as) => {
    await before;
    const answer = await call(safety, report, { as, body: { post: post.id, reason: `Rude, says ${as}` } });
    expect(answer.status).toBe(202);
  }, Promise.resolve());
const read = async (as: string) => (await call(posts, routes.getPost, { as, parameters })).status;
const listed = async (as: string, query = {}) =>
  ((await call(posts, routes.listPosts, { as, query })).body as { items: readonly { id: string }[] }).items;
const asChief = { as: 'chief', groups: ['admins'] };
const hidden = async () =>
  ((await call(administration, admin.listHiddenPosts, asChief)).body as { items: readonly admin.HiddenPost[] }).items;
const change = (fields: object) =>
  call(posts, routes.changePost, { as: 'ann', parameters, body: { version: post.version, ...fields } });
const keep = () => call(administration, admin.keepPost, { ...asChief, parameters });
const acts = () => memory.all(environment.MODERATION_TABLE).filter(({ month }) => String(month).startsWith('acts#'));

describe('a post that three people report', () => {
  it('is hidden from everybody but its owner, like one that never was', async () => {
    await reportBy('ben', 'cat');
    const before = await read('eve');
    await reportBy('dan');

    expect(before).toBe(200);
    for (const as of ['ben', 'dan', 'eve']) {
      const gone = await call(posts, routes.getPost, { as, parameters });
      const never = await call(posts, routes.getPost, { as, parameters: { id: newPost('ann', 2).id } });
      expect({ ...gone, body: { ...(gone.body as object), requestId: '' } }).toEqual({
        ...never,
        body: { ...(never.body as object), requestId: '' },
      });
      expect(await listed(as)).toEqual([]);
      expect(await listed(as, { owner: 'ann' })).toEqual([]);
      expect((await call(safety, report, { as, body: { post: post.id, reason: 'Rude' } })).status).toBe(404);
    }
  });

  it('tells its owner that it is being looked at, and stays hidden when it is changed', async () => {
    await reportBy('ben', 'cat', 'dan');

    const own = await call(posts, routes.getPost, { as: 'ann', parameters });
    const { version } = own.body as { version: number };
    const changed = await call(posts, routes.changePost, { as: 'ann', parameters, body: { version, title: 'Please' } });

    expect(own).toMatchObject({ status: 200, body: { underReview: true, status: 'open' } });
    expect(await listed('ann', { owner: 'ann' })).toMatchObject([{ underReview: true }]);
    expect(changed).toMatchObject({ status: 200, body: { underReview: true, title: 'Please' } });
    expect(await read('eve')).toBe(404);
    expect(await listed('eve')).toEqual([]);
  });

  it('waits for an administrator with the reports, and is kept or removed', async () => {
    await reportBy('ben', 'cat', 'dan');
    const waiting = await hidden();
    await call(administration, admin.removePost, { ...asChief, parameters, body: { reason: 'Rude' } });

    expect(waiting).toMatchObject([{ post: { id: post.id, title: post.title, status: 'open' } }]);
    expect(waiting[0]?.reports.map(({ reporter }) => reporter).toSorted()).toEqual(['ben', 'cat', 'dan']);
    expect(await hidden()).toEqual([]);
    expect(await read('eve')).toBe(404);
  });

  it('is shown again once it is kept, on record, and then no reports hide it', async () => {
    await reportBy('ben', 'cat', 'dan');
    expect((await keep()).status).toBe(204);
    expect((await keep()).status).toBe(204);
    const again = [await read('eve'), (await listed('eve')).length];

    await reportBy('eve', 'ben', 'cat', 'dan');

    expect(again).toEqual([200, 1]);
    expect(await read('eve')).toBe(200);
    expect(await hidden()).toEqual([]);
    expect(acts()).toMatchObject([{ act: 'keep-post', by: 'chief', subject: post.id }]);
  });
});

it('a cursor that is none is refused', async () => {
  const query = { cursor: encodeCursor(['chief', 'hidden-posts'], 'x') };

  expect((await call(administration, admin.listHiddenPosts, { ...asChief, query })).status).toBe(400);
});

it.each<[string, () => Promise<unknown>]>([
  ['kept', async () => keep()],
  ['withdrawn', () => change({ status: 'withdrawn' })],
  ['deleted', () => call(posts, routes.deletePost, { as: 'ann', parameters })],
])('a post that is %s while reports hide it does not wait for an administrator', async (_, act) => {
  await reportBy('ben', 'cat');
  memory.before = async (command) => {
    if (!JSON.stringify(command).includes('"month":"hidden-posts"')) return;
    memory.before = async () => undefined;
    await act();
  };

  await reportBy('dan');

  expect(memory.all(environment.MODERATION_TABLE).filter(({ month }) => month === 'hidden-posts')).toEqual([]);
});

describe('reports that do not count', () => {
  it('are those of one person who repeats them', async () => {
    await reportBy('ben', 'ben', 'ben', 'ben', 'cat');

    expect(await read('eve')).toBe(200);
  });

  it('are those of the owner', async () => {
    await reportBy('ann', 'ben', 'cat');

    expect(await read('eve')).toBe(200);
  });

  it('are those of accounts younger than a week', async () => {
    for (const name of ['cat', 'dan', 'eve']) person(name, 6);

    await reportBy('ben', 'cat', 'dan', 'eve');

    expect(await read('eve')).toBe(200);
    expect(await hidden()).toEqual([]);
  });

  it('are those of a post that is over', async () => {
    await reportBy('ben', 'cat');
    memory.before = async (command) => {
      if (!JSON.stringify(command).includes('reports#')) return;
      memory.put(environment.POSTS_TABLE, { ...post, version: 2, status: 'done', closedAt: NOW });
    };
    await reportBy('dan');

    expect(memory.all(environment.POSTS_TABLE)).toMatchObject([{ version: 2, status: 'done' }]);
    expect(await hidden()).toEqual([]);
  });
});

it('a hiding that died half way is finished by the next report', async () => {
  memory.before = async (command) => {
    if (JSON.stringify(command).includes('"hiddenAt"') && JSON.stringify(command).includes('"version"'))
      throw new Error('Throttled');
  };
  await reportBy('ben', 'cat');
  await call(safety, report, { as: 'dan', body: { post: post.id, reason: 'Rude' } }).catch(() => undefined);
  const waiting = await hidden();
  memory.before = async () => undefined;
  const before = await read('eve');

  await reportBy('dan');

  expect(waiting).toHaveLength(1);
  expect(before).toBe(200);
  expect(await read('eve')).toBe(404);
});
