/** What administrators can do, and that nobody else can. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminRoutes } from '#contract/routes/admin.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { newAdministrator, newCaller, signedIn, type Caller } from './callers.ts';
import { createContractCheck } from './contract-check.ts';
import { PASSWORD } from './people.ts';

const check = createContractCheck();
let cloud: Cloud;
let chief: Caller;
let ann: Caller;
let ben: Caller;

beforeAll(async () => {
  cloud = await startTestCloud();
  [chief, ann, ben] = await Promise.all([
    newAdministrator(cloud, check),
    newCaller(cloud, check, 'ann'),
    newCaller(cloud, check, 'ben'),
  ]);
});
afterAll(() => cloud.close());

/** Returns the recorded acts on a subject, newest first. */
async function actsOn(subject: string): Promise<string[]> {
  const { body } = await chief.call('GET', '/admin/acts?limit=100');
  const { items } = body as { items: { by: string; act: string; subject: string }[] };
  return items.filter((item) => item.subject === subject && item.by === chief.username).map(({ act }) => act);
}

describe('everybody else', () => {
  it.each(adminRoutes.map(({ method, path }) => [method, path] as const))(
    'gets 404 from %s %s, whatever they send',
    async (method, path) => {
      const nothing = await ann.call('GET', '/messages/nothing');
      const filled = path.replace('{username}', ben.username).replace('{id}', `${ann.username}~${ben.username}.1`);

      const answers = await Promise.all(
        [filled, `${filled}?nonsense=1`, path.replaceAll(/\{\w+\}/g, 'x')].map((each) => ann.call(method, each)),
      );

      expect(nothing).toMatchObject({ status: 404, body: { code: 'not-found' } });
      for (const answer of answers) expect(answer).toEqual(nothing);
    },
  );

  it('does not see who is an administrator', async () => {
    expect((await ann.call('GET', '/me')).body).not.toHaveProperty('administrator');
    expect(await chief.call('GET', '/me')).toMatchObject({ body: { administrator: true } });
  });
});

describe('an administrator', () => {
  it('sees everybody, page by page, with address and status', async () => {
    const one = await chief.call('GET', `/admin/users?prefix=${ann.username}`);
    const first = (await chief.call('GET', '/admin/users?limit=2')).body as { items: object[]; next: string };
    const second = (await chief.call('GET', `/admin/users?limit=2&cursor=${encodeURIComponent(first.next)}`)).body as {
      items: object[];
    };

    expect(one).toMatchObject({
      body: { items: [{ username: ann.username, email: `${ann.username}@example.com`, status: 'confirmed' }] },
    });
    expect(first.items).toHaveLength(2);
    expect(second.items).not.toEqual(first.items);
    expect((await chief.call('GET', '/admin/users?cursor=made-up')).status).toBe(400);
  });

  it('disables an account and enables it again', async () => {
    const cat = await newCaller(cloud, check, 'cat');
    const socket = await cat.dial();
    const path = `/admin/users/${cat.username}`;

    const disabled = await chief.call('POST', `${path}/disable`);
    await socket.closed;

    expect(disabled).toEqual({ status: 204, body: undefined });
    await expect(cat.dial()).rejects.toThrow(/403|401/);
    await expect(signedIn(cloud, check, cat.username)).rejects.toMatchObject({
      status: 401,
      code: 'wrong-credentials',
    });
    expect(await chief.call('GET', `/admin/users?prefix=${cat.username}`)).toMatchObject({
      body: { items: [{ status: 'disabled' }] },
    });
    expect(await ann.call('POST', '/messages', { recipient: cat.username, body: 'hello' })).toMatchObject({
      status: 403,
    });

    await chief.call('POST', `${path}/enable`);

    await (await signedIn(cloud, check, cat.username)).dial();
    expect((await ann.call('POST', '/messages', { recipient: cat.username, body: 'hello' })).status).toBe(201);
    expect(await actsOn(cat.username)).toEqual(['enable', 'disable']);
  });

  it('cannot disable themself', async () => {
    const answer = await chief.call('POST', `/admin/users/${chief.username}/disable`);

    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect(await chief.call('GET', `/admin/users?prefix=${chief.username}`)).toMatchObject({
      body: { items: [{ status: 'confirmed' }] },
    });
    expect(await actsOn(chief.username)).toEqual([]);
  });

  it('lets a person in again who lost the device of their second factor', async () => {
    const cat = await newAdministrator(cloud, check);
    const { username, nextCode } = cat;
    const signIn = (more: object) => ann.call('POST', '/auth/sign-in', { username, password: PASSWORD, ...more });

    expect(await signIn({})).toMatchObject({ status: 401, body: { code: 'code-needed' } });
    expect(await signIn({ code: '000000' })).toMatchObject({ status: 400, body: { code: 'wrong-code' } });
    const code = nextCode();
    expect(await signIn({ code })).toMatchObject({ status: 200 });
    expect(await signIn({ code })).toMatchObject({ status: 400, body: { code: 'wrong-code' } });

    expect((await chief.call('POST', `/admin/users/${username}/reset-two-step`)).status).toBe(204);

    expect(await signIn({})).toMatchObject({ status: 200 });
    expect(await cat.call('GET', '/admin/acts')).toMatchObject({ status: 401 });
    expect(await actsOn(username)).toEqual(['reset-two-step']);
  });

  it('ends all sessions of a person', async () => {
    const cat = await newCaller(cloud, check, 'cat');
    const socket = await cat.dial();

    await chief.call('POST', `/admin/users/${cat.username}/sign-out`);
    await socket.closed;

    await (await signedIn(cloud, check, cat.username)).dial();
    expect(await actsOn(cat.username)).toEqual(['sign-out']);
  });

  it('gets 404 for unknown subjects, and nothing is recorded', async () => {
    const missing = [
      ['POST', '/admin/users/nobody-at-all/disable'],
      ['POST', '/admin/users/Nobody/sign-out'],
      ['POST', '/admin/reports/000000000-00000000-0000-0000-0000-000000000000/resolve'],
      ['POST', '/admin/reports/x/resolve'],
      ['DELETE', `/admin/messages/${ann.username}~zzz.1`],
      ['DELETE', '/admin/messages/x'],
      ['PUT', '/admin/posts/x/removal'],
      ['PUT', `/admin/posts/${ann.username}.${'A'.repeat(22)}/removal`],
    ] as const;

    const body = { reason: 'It is not there' };
    for (const [method, path] of missing)
      expect(await chief.call(method, path, method === 'PUT' ? body : undefined)).toMatchObject({
        status: 404,
        body: { code: 'not-found' },
      });
    expect(await actsOn('nobody-at-all')).toEqual([]);
  });

  it('reads a report, with what was edited away before it, removes its message, and resolves it', async () => {
    const { body } = await ann.call('POST', '/messages', { recipient: ben.username, body: 'You fool' });
    const { id } = body as { id: string };
    for (const text of ['You clown', 'You friend']) await ann.call('PATCH', `/messages/${id}`, { body: text });
    await ben.call('POST', '/reports', { message: id, reason: 'Rude' });
    await ben.call('POST', '/reports', { user: ann.username, reason: 'Rude, too' });

    const reports = (await chief.call('GET', '/admin/reports?status=open')).body as { items: { id: string }[] };
    const [ofUser, ofMessage] = reports.items;
    const removed = await chief.call('DELETE', `/admin/messages/${id}`);
    await chief.call('DELETE', `/admin/messages/${id}`);
    for (let i = 0; i < 2; i++) await chief.call('POST', `/admin/reports/${ofMessage?.id}/resolve`);

    expect(ofUser).toMatchObject({ reporter: ben.username, reason: 'Rude, too', user: { username: ann.username } });
    expect(ofMessage).toMatchObject({
      reporter: ben.username,
      message: {
        ...{ id, sender: ann.username, body: 'You friend' },
        earlierTexts: ['You clown', 'You fool'].map((text) => ({
          body: text,
          timestamp: expect.any(String) as string,
        })),
      },
      status: 'open',
    });
    expect(removed).toEqual({ status: 204, body: undefined });
    for (const one of [ann, ben])
      expect(await one.call('GET', `/messages/${id}`)).toMatchObject({ body: { body: '', deleted: 'moderator' } });
    const [open, resolved] = await Promise.all(
      ['open', 'resolved'].map((status) => chief.call('GET', `/admin/reports?status=${status}`)),
    );
    const found = (answer: unknown) =>
      (answer as { body: { items: { id: string }[] } }).body.items.filter(({ id: of }) =>
        [ofUser?.id, ofMessage?.id].includes(of),
      );
    expect(found(open)).toMatchObject([{ id: ofUser?.id }]);
    expect(found(resolved)).toMatchObject([
      { id: ofMessage?.id, resolvedBy: chief.username, message: { body: 'You friend' } },
    ]);
    expect(await actsOn(id)).toEqual(['remove-message']);
    expect(await actsOn(ofMessage?.id ?? '')).toEqual(['resolve-report']);
  });
});

describe('a reported picture', () => {
  /** Uploads as the page does: a form to the site. */
  const upload = async (content: string): Promise<string> => {
    const bytes = Buffer.byteLength(content);
    const { body } = await ann.call('POST', '/attachments', { type: 'image/png', bytes, width: 4, height: 3 });
    const { id, upload: target } = body as { id: string; upload: { url: string; fields: Record<string, string> } };
    const form = new FormData();
    for (const [name, value] of Object.entries(target.fields)) form.append(name, value);
    form.append('file', new Blob([content]));
    expect((await fetch(cloud.siteUrl + target.url, { method: 'POST', body: form })).status).toBe(204);
    return id;
  };

  it('is there for administrators after its message was deleted, and for nobody else', async () => {
    const attachments = [await upload('not really a picture')];
    const sent = await ann.call('POST', '/messages', { recipient: ben.username, body: '', attachments });
    const { id } = sent.body as { id: string };
    await ben.call('POST', '/reports', { message: id, reason: 'Rude' });
    await ann.call('DELETE', `/messages/${id}`);

    const [report] = ((await chief.call('GET', '/admin/reports?status=open')).body as { items: { id: string }[] })
      .items;
    const path = `/admin/reports/${report?.id}/attachments`;
    const links = (await chief.call('GET', path)).body as { items: { id: string; url: string }[] };
    const loaded = await fetch(cloud.siteUrl + links.items[0]?.url);

    expect(report).toMatchObject({ message: { id }, attachments: [{ type: 'image/png', width: 4, height: 3 }] });
    expect(report).not.toHaveProperty('filesNotCopied');
    expect([loaded.status, await loaded.text()]).toEqual([200, 'not really a picture']);
    expect(links.items[0]?.url).toContain('/files/evidence/');
    expect(await ben.call('GET', `/messages/${id}/attachments`)).toMatchObject({ body: { items: [] } });
    for (const one of [ann, ben])
      expect(await one.call('GET', path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});

describe('a reported post', () => {
  it('is removed with a reason, which its owner is shown, and nobody else finds it', async () => {
    const texts = { title: 'Cheap watches', description: 'Really cheap' };
    const place = { latitude: 38.7139, longitude: -9.1394, blur: '600m' };
    const published = await ann.call('POST', '/posts', { clientId: randomUUID(), kind: 'offer', ...texts, place });
    const { id } = published.body as { id: string };
    const path = `/admin/posts/${id}/removal`;
    await ben.call('POST', '/reports', { post: id, reason: 'An advertisement' });

    const [report] = ((await chief.call('GET', '/admin/reports?status=open')).body as { items: object[] }).items;
    const refused = await chief.call('PUT', path, { reason: ' ' });
    const removed = await chief.call('PUT', path, { reason: 'No advertisements.' });
    await chief.call('PUT', path, { reason: 'Another reason' });

    expect(report).toMatchObject({
      reporter: ben.username,
      post: { id, owner: ann.username, status: 'open', ...texts },
    });
    expect(JSON.stringify(report)).not.toMatch(/latitude|38\.7/);
    expect(refused).toMatchObject({ status: 400, body: { errors: { reason: expect.any(String) as string } } });
    expect(removed).toEqual({ status: 204, body: undefined });
    expect((await ben.call('GET', `/posts/${id}`)).status).toBe(404);
    for (const query of ['', '?near=38.7139,-9.1394', `?owner=${ann.username}`])
      expect(JSON.stringify((await ben.call('GET', `/posts${query}`)).body)).not.toContain(id);
    expect(await ann.call('GET', `/posts/${id}`)).toMatchObject({
      body: { status: 'removed', removal: 'No advertisements.' },
    });
    expect(await ann.call('PATCH', `/posts/${id}`, { version: 2, status: 'open' })).toMatchObject({ status: 409 });
    expect(await actsOn(id)).toEqual(['remove-post']);
  });
});

it('all answers match the contract', () => {
  expect(check.violations).toEqual([]);
});
