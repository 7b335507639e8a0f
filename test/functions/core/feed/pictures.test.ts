/** The pictures of posts: taken, kept, changed and removed with them. */

import { describe, expect, it, vi } from 'vitest';
import { removePost } from '#functions/core/feed/close-post.ts';
import type { FileFacts } from '#functions/core/files/attachment.ts';
import { removeGonePicturesSoon } from '#functions/core/files/gone-pictures.ts';
import { sweepFiles } from '#functions/core/files/sweep-files.ts';
import { memoryFeed } from '../../support/feed.ts';
import { MemoryLog } from '../../support/memory-log.ts';

const DAY_MS = 24 * 60 * 60_000;
/** The smallest WebP that has a picture. */
const webp = (content = 'data'): string => `RIFF\u0010\0\0\0WEBPVP8 \u0004\0\0\0${content}`;

function world() {
  const feed = memoryFeed();
  let count = 0;
  const upload = async (owner: string, content = webp(), facts: Partial<FileFacts> = {}): Promise<string> => {
    const id = String(++count).padStart(22, 'B');
    const incoming = `incoming/${count}`;
    feed.files.put(incoming, facts.type ?? 'image/webp', content);
    const now = feed.clock.now();
    const stored = { type: 'image/webp', bytes: content.length, width: 4, height: 3, ...facts };
    await feed.attachments.add({ owner, id, incoming, createdAt: now, ...stored }, now + DAY_MS);
    return id;
  };
  const kept = () =>
    [...feed.files.objects].flatMap(([key, { content }]) => (key.startsWith('kept/') ? [content] : []));
  const post = (id: string) => {
    const stored = feed.posts.stored.get(id);
    if (!stored) throw new Error('There is no such post.');
    return stored;
  };
  /** What the consumer of posts does. */
  const consume = (id: string) => removeGonePicturesSoon(feed, post(id));
  const sweep = async (afterMs: number) => {
    feed.clock.time += afterMs;
    return sweepFiles({ ...feed, log: new MemoryLog() }, Infinity);
  };
  return { ...feed, upload, kept, post, consume, sweep };
}

type World = ReturnType<typeof world>;

describe('the pictures of a post', () => {
  it('are shown in order, the first one in lists, without keys and names', async () => {
    const { upload, publish, list } = world();
    const ids = [await upload('alice', webp(), { name: 'Lisbon.webp', alt: 'A bicycle' }), await upload('alice')];

    const { status, body } = await publish('alice', { pictures: ids });

    expect(status).toBe(201);
    expect(body).toMatchObject({ pictures: [{ id: ids[0], width: 4, height: 3, alt: 'A bicycle' }, { id: ids[1] }] });
    expect(JSON.stringify(body)).not.toMatch(/kept|Lisbon/);
    expect((await list('bob')).body).toMatchObject({ items: [{ picture: { id: ids[0], width: 4 } }] });
  });

  it.each([
    ['of somebody else', (w: World) => w.upload('bob'), 'invalid'],
    ['without a size', (w: World) => w.upload('alice', webp(), { width: undefined as never }), 'invalid'],
    ['of another type', (w: World) => w.upload('alice', 'GIF89a', { type: 'image/gif' }), 'invalid'],
    ['that is something else', (w: World) => w.upload('alice', '<svg/>'), 'invalid'],
    ['that says more than it shows', (w: World) => w.upload('alice', `${webp()}GPS`), 'has-place'],
  ])('are refused with one %s, and nothing is stored', async (_, picture, code) => {
    const given = world();

    const { status, body } = await given.publish('alice', { pictures: [await picture(given)] });

    expect({ status, body }).toMatchObject({ status: 400, body: { code, errors: { pictures: expect.any(String) } } });
    expect([given.posts.stored.size, given.kept()]).toEqual([0, []]);
  });

  it('are checked and copied from the same bytes', async () => {
    const { files, upload, publish, kept } = world();
    const id = await upload('alice');
    const read = files.read;
    files.read = async (key, length, etag) => {
      const found = await read(key, length, etag);
      files.put(key, 'image/webp', webp('EXIF'));
      return found;
    };

    expect((await publish('alice', { pictures: [id] })).status).toBe(400);
    expect(kept()).toEqual([]);
  });

  it('can be changed: new ones come, and those left out go', async () => {
    const { upload, publish, change, kept, consume } = world();
    const [one, two, three] = [
      await upload('alice', webp('one1')),
      await upload('alice', webp('two2')),
      await upload('alice', webp('3333')),
    ];
    const { id } = (await publish('alice', { pictures: [one, two] })).body as { id: string };

    const { body } = await change('alice', id, { version: 1, pictures: [three, two] });
    const again = await change('alice', id, { version: 1, pictures: [three, two] });
    await consume(id);

    expect(body).toMatchObject({ version: 2, pictures: [{ id: three }, { id: two }] });
    expect(again.body).toEqual(body);
    expect(kept().toSorted()).toEqual([webp('3333'), webp('two2')]);
    expect((await change('alice', id, { version: 2, pictures: [] })).body).not.toHaveProperty('pictures');
    await consume(id);
    expect(kept()).toEqual([]);
  });

  it('go with a post that is deleted', async () => {
    const { upload, publish, remove, kept, consume, post } = world();
    const { id } = (await publish('alice', { pictures: [await upload('alice')] })).body as { id: string };

    await remove('alice', id);
    await consume(id);

    expect(kept()).toEqual([]);
    expect(post(id)).not.toHaveProperty('pictures');
    expect(post(id)).not.toHaveProperty('goneFiles');
  });

  it('go by the sweep where the bucket fails: the stream goes on without it', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    const { upload, publish, remove, files, kept, consume, post, sweep } = world();
    const { id } = (await publish('alice', { pictures: [await upload('alice')] })).body as { id: string };
    await remove('alice', id);
    const works = files.remove;
    files.remove = () => Promise.reject(new Error('S3 does not answer.'));

    await consume(id);
    expect(kept()).toHaveLength(1);
    files.remove = works;
    await sweep(60_000);

    expect(kept()).toEqual([]);
    expect(post(id)).not.toHaveProperty('goneFiles');
  });

  it('go with a post that an administrator removes', async () => {
    const given = world();
    const { id } = (await given.publish('alice', { pictures: [await given.upload('alice')] })).body as { id: string };

    await removePost(given, id, 'An advertisement');
    await given.consume(id);

    expect(given.kept()).toEqual([]);
    expect((await given.read('alice', id)).body).not.toHaveProperty('pictures');
  });

  it('go a month after it has expired, and not before', async () => {
    const { upload, publish, kept, sweep, read } = world();
    const { id } = (await publish('alice', { pictures: [await upload('alice')] })).body as { id: string };

    await sweep((14 + 29) * DAY_MS);
    expect(kept()).toHaveLength(1);
    await sweep(2 * DAY_MS);

    expect(kept()).toEqual([]);
    expect((await read('alice', id)).body).not.toHaveProperty('pictures');
  });

  it('are still there when an expired post is renewed, until that has expired as well', async () => {
    const { upload, publish, change, clock, kept, sweep, read } = world();
    const picture = await upload('alice');
    const { id } = (await publish('alice', { pictures: [picture] })).body as { id: string };

    await sweep((14 + 20) * DAY_MS);
    const lastsUntil = new Date(clock.now() + 14 * DAY_MS).toISOString();
    expect((await change('alice', id, { version: 1, lastsUntil })).status).toBe(200);
    await sweep(13 * DAY_MS);

    expect((await read('bob', id)).body).toMatchObject({ pictures: [{ id: picture }] });
    await sweep(32 * DAY_MS);
    expect(kept()).toEqual([]);
  });

  it('are looked at again in time, where a task was noted for too early', async () => {
    const { upload, publish, dueTasks, kept, sweep } = world();
    const { id } = (await publish('alice', { pictures: [await upload('alice')] })).body as { id: string };
    dueTasks.tasks.clear();
    await dueTasks.note({ kind: 'post', due: 0, post: id });

    await sweep(DAY_MS);
    expect(kept()).toHaveLength(1);
    await sweep(45 * DAY_MS);

    expect(kept()).toEqual([]);
    expect(dueTasks.tasks.size).toBe(0);
  });

  it.each(['done', 'withdrawn'])('go at once with a post that is %s, also by a repeat', async (status) => {
    const { upload, publish, change, kept, consume, post } = world();
    const { id } = (await publish('alice', { pictures: [await upload('alice')] })).body as { id: string };
    const pictures = [await upload('alice')];

    const { body } = await change('alice', id, { version: 1, status, pictures });
    expect(await change('alice', id, { version: 1, status, pictures })).toMatchObject({ status: 200, body });
    await consume(id);

    expect(body).not.toHaveProperty('pictures');
    expect(kept()).toEqual([]);
    expect(post(id)).not.toHaveProperty('goneFiles');
  });

  it('stay while it was made to last longer', async () => {
    const { upload, publish, change, clock, kept, sweep } = world();
    const { id } = (await publish('alice', { pictures: [await upload('alice')] })).body as { id: string };
    const lastsUntil = new Date(clock.now() + 60 * DAY_MS).toISOString();
    await change('alice', id, { version: 1, lastsUntil });

    await sweep(60 * DAY_MS);
    expect(kept()).toHaveLength(1);
    await sweep(31 * DAY_MS);
    expect(kept()).toEqual([]);
  });

  it('are not left behind where the post was never stored', async () => {
    const { upload, publish, posts, dueTasks, attachments, kept, sweep } = world();
    posts.create = () => Promise.reject(new Error('The function died.'));
    expect((await publish('alice', { pictures: [await upload('alice')] })).status).toBe(500);
    expect(kept()).toHaveLength(1);
    const [row] = attachments.rows.values();
    await dueTasks.note({ kind: 'uploads', owner: row?.owner ?? '', due: 0 });

    await sweep(5 * DAY_MS);

    expect(kept()).toEqual([]);
  });
});
