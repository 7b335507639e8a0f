/** Watching the feed, offers, requests, promises and thanks, and saved searches: what clients rely on. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PATIENCE, type Device, type Entry, type Problem } from '../client.ts';
import type { World } from '../world.ts';

interface Post {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly createdAt: string;
  readonly promisedTo?: string;
}
interface Items<Item> {
  readonly items: readonly Item[];
}
interface Offer {
  readonly person: string;
  readonly message: string;
}
interface ForYou extends Items<Post & { readonly searches: readonly string[] }> {
  readonly unread: number;
}

/** One post has to do, since each person may publish three a day. So the cases build on each other, in this order. */
export function help({ ann, ben, cat }: World): void {
  /** A word that only the post of this run has. Digits could look like a phone number. */
  const word = `q${randomUUID().replaceAll(/[\d-]/g, '')}`;
  /** In the middle of an ocean, where nobody else publishes. */
  const place = { latitude: -47.1 - Math.random(), longitude: -110 - Math.random(), blur: '600m' };
  const near = `${place.latitude},${place.longitude}`;
  const search = randomUUID();
  const sent: { readonly device: Device; readonly id: string }[] = [];
  const need = { clientId: randomUUID(), kind: 'need', title: `${word} flat tyre`, place };
  let id = '';

  const writeFrom = (device: Device, clientId: string, more: object = {}) =>
    device.call<Entry & Problem>('POST', '/messages', {
      ...{ recipient: cat.name, body: 'I can help.', clientId, after: 0, post: id },
      ...more,
    });
  const change = (version: number, body: object) =>
    cat.desk.call<Post & Problem>('PATCH', `/posts/${id}`, { version, ...body });
  const get = (device: Device) => device.call<Post>('GET', `/posts/${id}`);
  const offers = async (): Promise<readonly Offer[]> => (await cat.desk.get<Items<Offer>>(`/posts/${id}/offers`)).items;
  const lastOf = async (device: Device): Promise<number> => (await device.log(cat.name, 0)).length;

  // What was there before a search was saved does not count as unread.
  beforeAll(() => ann.desk.act('PUT', `/searches/${search}`, { words: word }));
  afterAll(async () => {
    await ann.desk.call('DELETE', `/searches/${search}`);
    for (const each of sent) await each.device.call('DELETE', `/messages/${each.id}`);
    await cat.desk.call('DELETE', `/posts/${id}`);
  });

  it('tells those who watch that part of the feed that there is a post, and not which', async () => {
    const [here, elsewhere] = [await ann.desk.live(), await ben.desk.live()];
    const types = (frames: typeof here.frames): readonly string[] => frames.map(({ type }) => type);
    const heard = (socket: typeof here, type: string) =>
      vi.waitFor(() => expect(types(socket.frames)).toContain(type), PATIENCE);
    here.send({ action: 'feed', area: { near, radius: 10 } });
    elsewhere.send({ action: 'feed', area: { near: `${-place.latitude},${place.longitude + 100}`, radius: 10 } });
    for (const socket of [here, elsewhere]) await heard(socket, 'watching');

    const { status, body } = await cat.desk.call<Post>('POST', '/posts', need);
    if (status === 429) throw new Error(`${cat.name} has published today. Run the suite tomorrow.`);
    ({ id } = body);
    await heard(here, 'posts');
    here.send({ action: 'feed-stop' });
    await heard(here, 'watching-stopped');

    expect(JSON.stringify(here.frames)).not.toContain(id);
    expect(types(elsewhere.frames)).not.toContain('posts');
    for (const socket of [here, elsewhere]) socket.close();
  });

  it('finds a post by a saved search, once, and counts it as unread until it was seen', async () => {
    for (const _ of [1, 2]) await ann.desk.act('PUT', `/searches/${search}`, { words: word, near, radius: 10 });
    const found = await vi.waitFor(async () => {
      const forYou = await ann.desk.get<ForYou>('/for-you');
      expect(forYou.items.filter((post) => post.id === id)).toMatchObject([{ searches: [search] }]);
      return forYou;
    }, PATIENCE);
    const { createdAt } = found.items.find((post) => post.id === id) ?? { createdAt: '' };

    await ann.desk.act('PUT', '/for-you/position', { readUntil: createdAt });
    const seen = await ann.desk.get<ForYou>('/for-you');

    expect(seen.unread).toBe(seen.items.filter((post) => post.createdAt > createdAt).length);
    expect(found.unread).toBeGreaterThan(seen.unread);
    expect(
      (await cat.desk.get<Items<{ readonly id: string }>>('/searches')).items.map((each) => each.id),
    ).not.toContain(search);
    await ann.desk.act('DELETE', `/searches/${search}`);
    expect((await ann.desk.get<ForYou>('/for-you')).items.map((post) => post.id)).not.toContain(id);
  });

  it('takes one message of somebody new until it is answered, also where two devices send at once', async () => {
    const isNew = (await lastOf(ann.desk)) === 0;
    const after = await lastOf(ann.desk);
    const [one, other] = [randomUUID(), randomUUID()];

    const answers = await Promise.all([writeFrom(ann.desk, one, { after }), writeFrom(ann.phone, other, { after })]);
    for (const [i, { status, body }] of answers.entries())
      if (status === 201) sent.push({ device: i === 0 ? ann.desk : ann.phone, id: body.id });
    const refused = answers.filter(({ status }) => status === 409);
    const stored = answers.find(({ status }) => status === 201) ?? answers[0];
    const repeated = await writeFrom(ann.desk, answers[0].status === 201 ? one : other, { after });

    // People who have talked before, as in an earlier run, make no requests.
    expect(refused.map(({ body }) => body.code)).toEqual(isNew ? ['awaiting-answer'] : []);
    expect(repeated).toMatchObject({ status: 200, body: { id: stored.body.id } });
    sent.push({ device: cat.desk, id: (await cat.desk.send(ann.name, 'Please do.')).id });
    const next = await writeFrom(ann.phone, randomUUID(), { after: await lastOf(ann.phone), body: 'On my way.' });
    sent.push({ device: ann.phone, id: next.body.id });
    expect(next.status).toBe(201);
  });

  it('lists an offer once, with the first message, to the owner of the post alone', async () => {
    const first = (await ann.desk.log(cat.name, 0)).find((entry) => sent.some((each) => each.id === entry.id));

    await vi.waitFor(
      async () => expect(await offers()).toMatchObject([{ person: ann.name, message: first?.id }]),
      PATIENCE,
    );

    expect((await ben.desk.call('GET', `/posts/${id}/offers`)).status).toBe(403);
    expect((await ben.desk.call('GET', `/posts/${id}/outcome`)).status).toBe(404);
    const toNobody = { clientId: randomUUID(), recipient: ben.name };
    expect(await writeFrom(ann.desk, toNobody.clientId, toNobody)).toMatchObject({
      status: 400,
      body: { errors: { post: expect.any(String) } },
    });
  });

  it('tells to whom a post is promised to the two alone, and takes it from the newest version', async () => {
    const promise = { status: 'promised', promisedTo: ann.name };

    const [promised, again] = [await change(1, promise), await change(1, promise)];
    const late = await change(1, { status: 'withdrawn' });
    const stranger = await change(2, { status: 'promised', promisedTo: ben.name });

    expect(promised).toMatchObject({ status: 200, body: { version: 2, promisedTo: ann.name } });
    expect(again.body).toEqual(promised.body);
    expect(late).toMatchObject({ status: 409, body: { code: 'changed' } });
    expect(stranger).toMatchObject({ status: 400, body: { errors: { promisedTo: expect.any(String) } } });
    expect((await get(ann.desk)).body).toMatchObject({ status: 'promised', promisedTo: ann.name });
    expect((await get(ben.desk)).body).toMatchObject({ status: 'promised' });
    expect(JSON.stringify((await get(ben.desk)).body)).not.toContain(ann.name);
  });

  it('thanks who helped, shows it to others only once they want it, and erases it with the post', async () => {
    const text = `${word} thank you`;
    const thanksOf = async (device: Device) => JSON.stringify(await device.get(`/users/${ann.name}/thanks?limit=50`));

    const done = await change(2, { status: 'done', helpers: [{ username: ann.name, thanks: text }] });

    expect(done).toMatchObject({ status: 200, body: { status: 'done', version: 3 } });
    expect(await ann.desk.get(`/posts/${id}/outcome`)).toMatchObject({ status: 'done', chosen: 'you' });
    await vi.waitFor(async () => expect(await thanksOf(ann.desk)).toContain(text), PATIENCE);
    expect(await thanksOf(ben.desk)).not.toContain(text);
    await ann.desk.act('PUT', `/me/thanks/${id}`, { shown: true });
    await vi.waitFor(async () => expect(await thanksOf(ben.desk)).toContain(text), PATIENCE);
    await cat.desk.act('DELETE', `/posts/${id}`);
    await vi.waitFor(async () => expect(await thanksOf(ann.desk)).not.toContain(text), PATIENCE);
    expect((await ann.desk.call('GET', `/posts/${id}/outcome`)).status).toBe(404);
  });
}
