/** What people are thanked for: who sees it, who decides, and what keeps it away. */

import { describe, expect, it } from 'vitest';
import { memoryFeed, postIn, type MemoryFeed } from '../support/feed.ts';
import { given, helped, textsIn, thanksIn } from '../support/helped.ts';
import type { Received } from '../support/http.ts';

async function thankBen(text = 'Thank you!', feed: MemoryFeed = memoryFeed(), owner = 'ann') {
  const { id } = postIn(await feed.publish(owner));
  feed.offer(id, 'ben', 'cat');
  const body = { version: 1, status: 'done', helpers: [helped('ben', text)] };
  expect((await feed.change(owner, id, body)).status).toBe(200);
  return { feed, id };
}

describe('a thank-you', () => {
  it('is shown to its helper alone, until they show it', async () => {
    const { feed, id } = await thankBen('Thank you!');
    const help = { posts: 1, people: 1, more: false };

    expect(thanksIn(await feed.thanksOf('dan', 'ben'))).toMatchObject({ items: [], help });
    expect(thanksIn(await feed.thanksOf('ben', 'ben')).items).toMatchObject([
      { post: id, giver: 'ann', text: 'Thank you!', shown: false },
    ]);
    expect((await feed.show('ben', id)).status).toBe(204);

    const [shown] = thanksIn(await feed.thanksOf('dan', 'ben')).items;
    expect(shown).toMatchObject({ post: id, giver: 'ann', text: 'Thank you!' });
    expect(shown).not.toHaveProperty('shown');
    await feed.show('ben', id, false);
    expect(textsIn(await feed.thanksOf('dan', 'ben'))).toEqual([]);
  });

  it.each(['a change', 'a publication'])(
    'does not come back by a repeat of %s once its helper has left',
    async (what) => {
      const feed = memoryFeed();
      const clientId = '6f1c2f0e-8f0f-4a51-9b57-0f6f3a1c2d3e';
      const { id } = postIn(await feed.publish('ann', { clientId }));
      feed.offer(id, 'ben');
      const body = { version: 1, status: 'done', helpers: [helped('ben', 'Thank you!')] };
      await feed.change('ann', id, body);
      feed.owners.gone.add('ben');
      await feed.thanks.removeAll('ben');

      const { status } =
        what === 'a change' ? await feed.change('ann', id, body) : await feed.publish('ann', { clientId });

      expect(status).toBe(200);
      expect(feed.thanks.stored.size).toBe(0);
    },
  );

  it('is shown or hidden by its helper alone, and only where there is one', async () => {
    const { feed, id } = await thankBen();
    const untold = postIn(await feed.publish('ann')).id;
    feed.offer(untold, 'ben');
    await feed.change('ann', untold, { version: 1, status: 'done', helpers: [helped('ben')] });

    for (const [person, post] of [
      ['ann', id],
      ['cat', id],
      ['ben', untold],
      ['ben', 'ann.AAAAAAAAAAAAAAAAAAAAAA'],
      ['ben', 'x'],
    ] as const)
      expect((await feed.show(person, post)).status).toBe(404);
  });

  it.each(['ann ben', 'ben ann'])(
    'reaches nobody through a block (%s), and the giver learns nothing',
    async (block) => {
      const [blocked, free] = [memoryFeed(), memoryFeed()];
      blocked.owners.blocks.add(block);
      const answers: Received[][] = [];

      for (const feed of [blocked, free]) {
        const clientId = '6f1c2f0e-8f0f-4a51-9b57-0f6f3a1c2d3e';
        const { id } = postIn(await feed.publish('ann', { clientId }));
        feed.offer(id, 'ben');
        const promised = await feed.change('ann', id, { version: 1, status: 'promised', promisedTo: 'ben' });
        const body = { version: 2, status: 'done', helpers: [helped('ben', 'Call me')] };
        const done = await feed.change('ann', id, body);
        answers.push([promised, done, await feed.read('ann', id), await feed.list('ann', { owner: 'ann' })]);
        // Nobody else sees a difference in how much the person helped.
        answers.at(-1)?.push(await feed.thanksOf('dan', 'ben'));
      }

      const withoutIds = (all: readonly Received[] | undefined) => all?.map(({ status, body }) => ({ status, body }));
      expect(withoutIds(answers[0])).toEqual(withoutIds(answers[1]));
      const [id = ''] = blocked.posts.stored.keys();
      expect(textsIn(await blocked.thanksOf('ben', 'ben'))).toEqual([]);
      expect((await blocked.show('ben', id)).status).toBe(404);
      expect((await blocked.outcome('ben', id)).status).toBe(404);
      expect((await blocked.thanksOf('ann', 'ben')).status).toBe(404);
    },
  );

  it('disappears for everybody when its helper and its giver part, and for who has blocked the giver', async () => {
    const { feed, id } = await thankBen();
    await feed.show('ben', id);

    feed.owners.blocks.add('ben ann');
    for (const reader of ['dan', 'ben']) expect(textsIn(await feed.thanksOf(reader, 'ben'))).toEqual([]);
    feed.owners.blocks.clear();
    feed.owners.blocks.add('dan ann');
    expect(textsIn(await feed.thanksOf('dan', 'ben'))).toEqual([]);
    expect(textsIn(await feed.thanksOf('eve', 'ben'))).toHaveLength(1);
  });

  it('goes with its post, also from a consumer that is late', async () => {
    const { feed, id } = await thankBen();
    const stored = feed.posts.stored.get(id);
    await feed.show('ben', id);

    await feed.remove('ann', id);
    if (stored) await feed.thanks.add(stored, [helped('ben', 'Thank you!')]);

    for (const reader of ['ben', 'dan'])
      expect(thanksIn(await feed.thanksOf(reader, 'ben'))).toMatchObject({ items: [], help: { posts: 0, people: 0 } });
    expect(JSON.stringify([...feed.thanks.stored.values(), ...feed.posts.stored.values()])).not.toContain('Thank you!');
  });

  it('names nobody any more who has deleted their account', async () => {
    const { feed, change, id } = await given();
    await change({ status: 'done', helpers: [helped('ben', 'Thank you!'), helped('cat')], othersHelped: 1 });

    feed.owners.gone.add('ben');

    const post = postIn(await feed.read('ann', id));
    expect(post).toMatchObject({ helpers: [helped('cat')], othersHelped: 2 });
    expect(JSON.stringify(post)).not.toContain('ben');
    expect((await feed.thanksOf('dan', 'ben')).status).toBe(404);
  });
});

describe('help', () => {
  it('is counted from posts and people, of 200 posts at most, and read in pages', async () => {
    const feed = memoryFeed();
    for (let i = 0; i < 205; i++) {
      const owner = `giver${100 + (i % 100)}`;
      const { id } = await thankBen(`Thanks ${i}`, feed, owner);
      await feed.show('ben', id);
    }

    const first = thanksIn(await feed.thanksOf('dan', 'ben', { limit: '50' }));
    expect(first.help).toMatchObject({ posts: 200, more: true });
    const texts: string[] = [...first.items.map(({ text }) => text)];
    let { next } = first;
    while (next !== undefined) {
      const page = thanksIn(await feed.thanksOf('dan', 'ben', { limit: '50', cursor: next }));
      expect(page.help).toBeUndefined();
      texts.push(...page.items.map(({ text }) => text));
      ({ next } = page);
    }
    expect(new Set(texts).size).toBe(205);
    expect(texts).toHaveLength(205);
  });
});
