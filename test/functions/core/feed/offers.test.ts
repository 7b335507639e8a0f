/** Offers: noted from messages, removed with the post or the person, and listed for the owner alone. */

import { describe, expect, it } from 'vitest';
import type { Offer as Shown } from '#contract/offers.ts';
import { erasePost } from '#functions/core/feed/close-post.ts';
import { removeOffersOf } from '#functions/core/feed/erase-posts.ts';
import { noteOffer } from '#functions/core/feed/note-offer.ts';
import type { Offer } from '#functions/core/feed/ports.ts';
import { manualClock } from '../../support/clock.ts';
import { entryOf, logOf, message, messages, reaction } from '../../support/entries.ts';
import { memoryFeed } from '../../support/feed.ts';
import { MemoryIndex, MemoryOffers, MemoryPosts } from '../../support/memory-feed.ts';
import { MemoryThanks } from '../../support/memory-thanks.ts';
import { NOW, postOf } from '../../support/posts.ts';

const post = postOf('bob', 1, { title: 'A flat tyre' });
const fromPost = (id = post.id, sender = 'alice') => ({
  ...message('I can help', { sender, recipient: 'bob' }),
  post: { id, title: 'A flat tyre' },
});

function world() {
  const [posts, offers, index] = [new MemoryPosts(), new MemoryOffers(), new MemoryIndex()];
  posts.stored.set(post.id, post);
  return { posts, offers, index, clock: manualClock(NOW) };
}

const offerOf = (person: string, of = post.id, offeredAt = NOW): Offer => ({
  ...{ post: of, person, conversation: [person, 'bob'].sort().join('~'), seq: 1, offeredAt },
});

describe('an offer', () => {
  it('is noted once, with the first of the messages that a person writes from a post', async () => {
    const services = world();
    const log = logOf(fromPost(), message('Hello?'), fromPost());

    for (const entry of [...log, ...log]) await noteOffer(services, entry);

    expect([...services.offers.stored.values()]).toEqual([
      { post: post.id, person: 'alice', conversation: 'alice~bob', seq: 1, offeredAt: log[0]?.timestamp },
    ]);
  });

  it('is made by no other entry', async () => {
    const services = world();

    for (const entry of [...messages(2), entryOf(reaction(1))]) await noteOffer(services, entry);

    expect(services.offers.stored.size).toBe(0);
  });

  it('is noted also where its post is over by now', async () => {
    const services = world();
    services.posts.stored.set(post.id, { ...post, status: 'done', version: 2, closedAt: NOW });

    await noteOffer(services, entryOf(fromPost()));

    expect(services.offers.stored.size).toBe(1);
  });

  it.each([0, 1, 2, 3, 4, 5, 6])('is not left where its post is erased meanwhile, after %i steps', async (steps) => {
    const services = world();
    await services.offers.add(offerOf('carol'));
    let step = 0;
    /** The erasure runs before the step that is due. */
    const before = async (): Promise<void> => {
      if (step++ === steps) await noteOffer(services, entryOf(fromPost()));
    };
    const { posts, offers } = services;
    const stepwise =
      <Arguments extends readonly unknown[], T>(act: (...given: Arguments) => Promise<T>) =>
      async (...given: Arguments): Promise<T> => {
        await before();
        return act(...given);
      };

    await erasePost(
      {
        ...services,
        thanks: new MemoryThanks(),
        posts: {
          get: (id) => posts.get(id),
          replace: stepwise((next) => posts.replace(next)),
          close: stepwise((owner, id) => posts.close(owner, id)),
        },
        offers: {
          listFor: stepwise((id, range) => offers.listFor(id, range)),
          remove: stepwise((found) => offers.remove(found)),
        },
      },
      post.id,
    );
    await before();

    expect(offers.stored.size).toBe(0);
  });

  it('is gone with the person, however many there are, and those of others stay', async () => {
    const services = world();
    for (let n = 0; n < 120; n++) await services.offers.add(offerOf('alice', postOf('bob', n).id));
    await services.offers.add(offerOf('carol'));

    expect(await removeOffersOf(services, 'alice', services.clock.now())).toBe(false);
    expect(services.offers.stored.size).toBe(121);
    expect(await removeOffersOf(services, 'alice', Infinity)).toBe(true);

    expect([...services.offers.stored.values()].map(({ person }) => person)).toEqual(['carol']);
  });
});

describe('the list of offers for a post', () => {
  async function given() {
    const feed = memoryFeed();
    feed.posts.stored.set(post.id, post);
    const names = ({ body }: { readonly body: unknown }) =>
      (body as { readonly items: readonly Shown[] }).items.map(({ person }) => person);
    return { ...feed, names };
  }

  it('has the first one first, with the message', async () => {
    const { offers, offersFor, names } = await given();
    await offers.add(offerOf('alice', post.id, NOW + 2));
    await offers.add(offerOf('dora', post.id, NOW));
    await offers.add(offerOf('carol', post.id, NOW + 1));
    await offers.add(offerOf('carol', postOf('bob', 2).id, NOW));

    const list = await offersFor('bob', post.id);

    expect(names(list)).toEqual(['dora', 'carol', 'alice']);
    expect(list.body).toMatchObject({
      items: [
        {
          person: 'dora',
          displayName: 'dora',
          memberSince: '1970-01-01T00:00:00.000Z',
          offeredAt: new Date(NOW).toISOString(),
          message: 'bob~dora.1',
        },
        {},
        {},
      ],
    });
  });

  it('is there for the owner alone, as long as the post is', async () => {
    const { offers, offersFor, posts, owners } = await given();
    await offers.add(offerOf('alice'));

    expect(await offersFor('alice', post.id)).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    owners.blocks.add('bob alice');
    const hidden = await offersFor('alice', post.id);
    expect(hidden).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await offersFor('alice', postOf('bob', 9).id)).toEqual(hidden);

    posts.stored.set(post.id, { ...post, status: 'done', version: 2, closedAt: NOW });
    expect(await offersFor('bob', post.id)).toMatchObject({ status: 200 });
    posts.stored.set(post.id, { ...post, status: 'withdrawn', version: 3, closedAt: NOW, erasedAt: NOW });
    expect(await offersFor('bob', post.id)).toEqual(hidden);
  });

  it('is without people who are not there for the owner', async () => {
    const { offers, offersFor, names, owners } = await given();
    for (const person of ['alice', 'carol', 'dora', 'erik']) await offers.add(offerOf(person));
    owners.gone.add('alice');
    owners.blocks.add('bob carol');
    owners.blocks.add('dora bob');

    expect(names(await offersFor('bob', post.id))).toEqual(['erik']);
  });

  it('has pages, each in its own order', async () => {
    const { offers, offersFor, names } = await given();
    const people = Array.from({ length: 250 }, (_, n) => `p${100 + n}`);
    for (const [n, person] of people.entries()) await offers.add(offerOf(person, post.id, NOW - n));

    const first = await offersFor('bob', post.id);
    const { next = '' } = first.body as { readonly next?: string };
    const last = await offersFor('bob', post.id, { cursor: next });

    expect(names(first)).toEqual(people.slice(0, 200).toReversed());
    expect(names(last)).toEqual(people.slice(200).toReversed());
    expect(last.body).not.toHaveProperty('next');
    expect(await offersFor('bob', post.id, { cursor: 'x' })).toMatchObject({ status: 400 });
  });
});
