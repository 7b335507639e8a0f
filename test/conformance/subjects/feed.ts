/** Needs and offers: what clients of the feed rely on. */

import { randomUUID } from 'node:crypto';
import { afterAll, expect, it, vi } from 'vitest';
import { PATIENCE, type Answer, type Device, type Problem } from '../client.ts';
import type { World } from '../world.ts';

/** The default limit of one person. */
const POSTS_PER_DAY = 3;
const DAY_MS = 24 * 60 * 60_000;

interface Post {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly version: number;
  readonly createdAt: string;
  readonly lastsUntil: string;
  readonly place?: { readonly latitude: number; readonly longitude: number; readonly blur: string };
  readonly distance?: number;
}

interface Page {
  readonly items: readonly Post[];
  readonly next?: string;
}

/** Posts are few: each person may publish three a day. So the cases build on each other, in this order. */
export function feed({ ann, ben, cat }: World): void {
  /** A word that only the posts of this run have. Digits could look like a phone number. */
  const word = `q${randomUUID().replaceAll(/[\d-]/g, '')}`;
  /** In the middle of an ocean, where nobody else publishes. */
  const place = { latitude: -48.8767 + Math.random(), longitude: -123.3933 + Math.random(), blur: '600m' };
  const near = `near=${place.latitude},${place.longitude}`;
  const draft = (fields: object = {}) => ({ clientId: randomUUID(), kind: 'need', title: `${word} first`, ...fields });
  const first = draft({ place, description: 'Mail me: ann@example.org' });
  const regretted = draft({ title: `${word} regretted`, place });
  const published: { readonly device: Device; readonly id: string }[] = [];

  async function publish(device: Device, post: object): Promise<Answer<Post>> {
    const answer = await device.call<Post>('POST', '/posts', post);
    if (answer.status === 429)
      throw new Error('These people have published today. Run the suite tomorrow, or with other people.');
    if (answer.status === 201) published.push({ device, id: answer.body.id });
    return answer;
  }
  const get = (device: Device, id: string) => device.call<Post & Problem>('GET', `/posts/${id}`);
  const change = (device: Device, id: string, body: object) =>
    device.call<Post & Problem>('PATCH', `/posts/${id}`, body);

  /** Reads a list page by page, at most as many pages as find what was published just now. */
  async function listed(device: Device, query: string): Promise<readonly Post[]> {
    const items: Post[] = [];
    let cursor: string | undefined = '';
    for (let pages = 0; cursor !== undefined && pages < 10; pages++) {
      const page: Page = await device.get(`/posts?${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      items.push(...page.items);
      cursor = page.next;
    }
    return items;
  }
  /** Waits until a list has exactly these posts of this run, in this order: lists are eventually consistent. */
  const expectListed = (device: Device, query: string, ids: readonly string[]) =>
    vi.waitFor(async () => expect((await listed(device, query)).map(({ id }) => id)).toEqual(ids), PATIENCE);

  afterAll(() => Promise.all(published.map(({ device, id }) => device.call('DELETE', `/posts/${id}`))));

  it('publishes a post once: a repeat gets the same answer, and another content is refused', async () => {
    const stored = await publish(ann.desk, first);

    const copies = await Promise.all([publish(ann.desk, first), publish(ann.phone, first)]);
    const other = await ann.desk.call<Problem>('POST', '/posts', { ...first, title: `${word} other` });

    expect(stored).toMatchObject({ status: 201, body: { status: 'open', version: 1 } });
    expect(stored.headers.get('location')).toBe(`/api/posts/${stored.body.id}`);
    for (const copy of copies) expect(copy).toMatchObject({ status: 200, body: stored.body });
    expect(other).toMatchObject({ status: 409, body: { code: 'client-id-taken' } });
    await expectListed(ben.desk, `words=${word}`, [stored.body.id]);
  });

  it('strikes contacts out, and moves a place to the centre of its square', async () => {
    const { body } = await publish(ann.desk, first);

    const { body: seen } = await get(ben.desk, body.id);

    expect(JSON.stringify(seen)).not.toContain('example.org');
    expect(seen.place).toMatchObject({ blur: '600m' });
    expect(seen.place?.latitude).not.toBe(place.latitude);
    expect(Math.abs((seen.place?.latitude ?? 0) - place.latitude)).toBeLessThan(0.01);
  });

  it('lists posts newest first, each once, page by page, and nearby by distance', async () => {
    const { id } = (await publish(ann.desk, first)).body;
    const offer = { clientId: randomUUID(), kind: 'offer', title: `${word} second`, category: 'things' };
    const { id: second } = (await publish(ben.desk, offer)).body;

    await expectListed(cat.desk, `words=${word}&limit=1`, [second, id]);
    await expectListed(cat.desk, `words=${word}&kind=offer`, [second]);
    await expectListed(cat.desk, `${near}&radius=1`, [id]);
    await expectListed(cat.desk, `near=${place.latitude + 5},${place.longitude}&radius=50`, []);
    const [found] = await listed(cat.desk, `${near}&radius=1`);
    expect(found).toMatchObject({ distance: 0 });
  });

  it('gives cursors that are good for one person and one list', async () => {
    const { next } = await cat.desk.get<Page>('/posts?limit=1');
    const cursor = encodeURIComponent(next ?? '');

    expect(next).toEqual(expect.any(String));
    for (const [device, query] of [
      [ben.desk, 'limit=1'],
      [cat.desk, 'kind=need'],
      [cat.desk, near],
    ] as const)
      expect(await device.call('GET', `/posts?${query}&cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { code: 'invalid', errors: { cursor: expect.any(String) } },
      });
  });

  it('accepts a change of its owner from the newest version alone, and the same change again', async () => {
    const { id } = (await publish(ann.desk, first)).body;

    const promised = await change(ann.desk, id, { version: 1, status: 'promised' });
    const again = await change(ann.phone, id, { version: 1, status: 'promised' });
    const late = await change(ann.phone, id, { version: 1, title: `${word} late` });
    const foreign = await change(ben.desk, id, { version: 2, title: `${word} mine` });
    const unnamed = await change(ann.desk, id, { title: `${word} unnamed` });
    const reopened = await change(ann.desk, id, { version: 2, status: 'open', title: `${word} anew` });

    expect(promised).toMatchObject({ status: 200, body: { status: 'promised', version: 2 } });
    expect(again.body).toEqual(promised.body);
    expect(late).toMatchObject({ status: 409, body: { code: 'changed' } });
    expect(foreign).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect(unnamed).toMatchObject({ status: 400, body: { errors: { version: expect.any(String) } } });
    expect(reopened).toMatchObject({ status: 200, body: { status: 'open', version: 3, title: `${word} anew` } });
    expect((await get(cat.desk, id)).body).toMatchObject({ version: 3, title: `${word} anew` });
  });

  it('renews a post under its id, at most for 90 days', async () => {
    const { id, version, createdAt } = (await publish(ann.desk, first)).body;
    const lastsUntil = new Date(Date.parse(createdAt) + 60 * DAY_MS).toISOString();

    const renewed = await change(ann.desk, id, { version, lastsUntil });
    const tooLong = await change(ann.desk, id, {
      version: version + 1,
      lastsUntil: new Date(Date.parse(createdAt) + 92 * DAY_MS).toISOString(),
    });

    expect(renewed).toMatchObject({ status: 200, body: { id, createdAt, lastsUntil } });
    expect(tooLong).toMatchObject({ status: 400, body: { errors: { lastsUntil: expect.any(String) } } });
  });

  it('shows nothing of a person to one whom they have blocked, or who has blocked them', async () => {
    const { id } = (await publish(ann.desk, first)).body;
    await cat.desk.act('PUT', `/blocks/${ann.name}`);
    try {
      expect((await get(cat.desk, id)).status).toBe(404);
      expect((await change(cat.desk, id, { version: 1, title: word })).status).toBe(404);
      expect((await cat.desk.call('GET', `/posts?owner=${ann.name}`)).status).toBe(404);
      await expectListed(cat.desk, `${near}&radius=1`, []);
    } finally {
      await cat.desk.act('DELETE', `/blocks/${ann.name}`);
    }
    expect((await get(cat.desk, id)).status).toBe(200);
  });

  it('keeps what is over for its owner alone, and for good', async () => {
    const { id, version } = (await publish(ann.desk, first)).body;

    const done = await change(ann.desk, id, { version, status: 'done' });
    const back = await change(ann.desk, id, { version: version + 1, status: 'open' });

    expect(done).toMatchObject({ status: 200, body: { status: 'done' } });
    expect(back).toMatchObject({ status: 409, body: { code: 'closed' } });
    const [over, absent] = [await get(ben.desk, id), await get(ben.desk, id.replace(/.{4}$/, 'AAAA'))];
    expect([over.status, { ...over.body, requestId: '' }]).toEqual([404, { ...absent.body, requestId: '' }]);
    expect((await get(ann.phone, id)).status).toBe(200);
    expect((await listed(ann.phone, `owner=${ann.name}`)).map((post) => post.id)).toContain(id);
    expect((await listed(ben.desk, `owner=${ann.name}`)).map((post) => post.id)).not.toContain(id);
    await expectListed(ben.desk, `${near}&radius=1`, []);
  });

  it('erases a deleted post, and never publishes it again', async () => {
    const { id } = (await publish(ann.desk, regretted)).body;

    await ann.desk.act('DELETE', `/posts/${id}`);
    await ann.phone.act('DELETE', `/posts/${id}`);

    for (const device of [ann.desk, ben.desk]) expect((await get(device, id)).status).toBe(404);
    expect(JSON.stringify(await listed(ann.desk, `owner=${ann.name}`))).not.toContain('regretted');
    await expectListed(ben.desk, `${near}&radius=1`, []);
    expect(await ann.desk.call('POST', '/posts', regretted)).toMatchObject({
      status: 409,
      body: { code: 'deleted' },
    });
  });

  it.each<[string, object]>([
    ['place.latitude', { place: { ...place, latitude: 91 } }],
    ['title', { title: ' ' }],
    ['category', { category: 'weapons' }],
    ['placeName', { placeName: 'Rua Augusta 12' }],
    ['lastsUntil', { lastsUntil: '2026-01-01T00:00:00.000Z' }],
  ])('refuses a bad %s by name, and counts it as no post', async (field, fields) => {
    expect(await ann.desk.call('POST', '/posts', draft(fields))).toMatchObject({
      status: 400,
      body: { code: 'invalid', errors: { [field]: expect.any(String) } },
    });
  });

  it.each([
    ['near', 'near=91,0'],
    ['radius', 'near=0,0&radius=51'],
    ['radius', 'radius=10'],
  ])('refuses a bad %s of a list by name: %s', async (field, query) => {
    expect(await ann.desk.call('GET', `/posts?${query}`)).toMatchObject({
      status: 400,
      body: { errors: { [field]: expect.any(String) } },
    });
  });

  it(`allows ${POSTS_PER_DAY} posts a day, and repeats of them for nothing`, async () => {
    const days: string[] = [];
    let answer = await ben.desk.once<Post & Problem>('POST', '/posts', draft({ title: `${word} more` }));
    for (; answer.status === 201 && days.length < 2 * POSTS_PER_DAY;) {
      published.push({ device: ben.desk, id: answer.body.id });
      days.push(answer.body.createdAt.slice(0, 10));
      answer = await ben.desk.once<Post & Problem>('POST', '/posts', draft({ title: `${word} more` }));
    }
    const repeated = await publish(ann.desk, first);

    const retryAfter = Number(answer.headers.get('retry-after'));
    expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(Number.isInteger(retryAfter) && retryAfter >= 1 && retryAfter <= DAY_MS / 1000).toBe(true);
    for (const day of new Set(days)) expect(days.filter((each) => each === day).length).toBeLessThanOrEqual(3);
    expect(repeated.status).toBe(200);
  });
}
