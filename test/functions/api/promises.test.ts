/** Promising a post, naming who helped, and what those learn who made an offer. */

import { describe, expect, it, vi } from 'vitest';
import type { Outcome } from '#contract/posts.ts';
import { postIn } from '../support/feed.ts';
import { given, helped, textsIn, thanksIn } from '../support/helped.ts';
import type { Received } from '../support/http.ts';

const codeOf = ({ body }: Received): unknown => (body as { code?: string }).code;
const errorsIn = ({ body }: Received): readonly string[] => Object.keys((body as { errors: object }).errors);
const outcomeIn = ({ body }: Received): Outcome => body as Outcome;
describe('a promise', () => {
  it('says to whom to the owner and to that person, and to others only that somebody is helping', async () => {
    const { feed, id, change } = await given();

    const promised = await change({ status: 'promised', promisedTo: 'ben' });

    expect(promised).toMatchObject({ status: 200, body: { status: 'promised', promisedTo: 'ben' } });
    expect(postIn(await feed.read('ben', id)).promisedTo).toBe('ben');
    for (const other of ['cat', 'dan']) {
      const read = await feed.read(other, id);
      expect(read.body).toMatchObject({ status: 'promised' });
      expect(JSON.stringify([read, await feed.list(other), await feed.outcome(other, id)])).not.toContain('ben');
    }
  });

  it('goes to somebody who made an offer, and takes its status', async () => {
    const { change } = await given();

    const toStranger = await change({ status: 'promised', promisedTo: 'dan' });
    const toOneself = await change({ status: 'promised', promisedTo: 'ann' });
    const whileOpen = await change({ promisedTo: 'ben' });

    for (const answer of [toStranger, toOneself, whileOpen]) {
      expect(answer.status).toBe(400);
      expect(errorsIn(answer)).toEqual(['promisedTo']);
    }
  });

  it('may go to another, and is taken back with the status', async () => {
    const { change } = await given();
    await change({ status: 'promised', promisedTo: 'ben' });

    const toCat = await change({ promisedTo: 'cat' }, 2);
    const renamed = await change({ title: 'Two flat tyres' }, 3);
    const open = await change({ status: 'open' }, 4);
    const again = await change({ status: 'promised' }, 5);

    expect([toCat, renamed].map((answer) => postIn(answer).promisedTo)).toEqual(['cat', 'cat']);
    expect(open.body).not.toHaveProperty('promisedTo');
    expect(again.body).not.toHaveProperty('promisedTo');
  });

  it('is made once, however often it is sent, and not after the post was changed', async () => {
    const { change } = await given();
    const promise = { status: 'promised', promisedTo: 'ben' };

    const copies = [await change(promise), await change(promise)];
    const other = await change({ status: 'promised', promisedTo: 'cat' });

    expect(copies.map((copy) => postIn(copy).version)).toEqual([2, 2]);
    expect(codeOf(other)).toBe('changed');
  });

  it('and a withdrawal that race leave one of the two', async () => {
    const { feed, id, change } = await given();

    const answers = await Promise.all([
      change({ status: 'promised', promisedTo: 'ben' }),
      change({ status: 'withdrawn' }),
    ]);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const { status, promisedTo } = postIn(await feed.read('ann', id));
    expect([status, promisedTo]).toEqual(answers[0].status === 200 ? ['promised', 'ben'] : ['withdrawn', undefined]);
  });
});

describe('a post that is done', () => {
  it('names who helped of those who made an offer, with what they are thanked for, and counts others', async () => {
    const { feed, id, change } = await given();

    const done = await change({
      status: 'done',
      helpers: [helped('ben', ' Thank  you! Call 0171 5550123 '), helped('cat')],
      othersHelped: 2,
    });

    const helpers = [helped('ben', 'Thank you! Call •••'), helped('cat')];
    expect(done).toMatchObject({ status: 200, body: { status: 'done', helpers, othersHelped: 2 } });
    expect(postIn(await feed.read('ann', id)).helpers).toEqual(helpers);
  });

  it.each<[field: string, body: object]>([
    ['helpers', { helpers: [helped('dan')] }],
    ['helpers', { helpers: [helped('ben'), helped('ben')] }],
    ['helpers', { helpers: Array.from({ length: 11 }, (_, i) => helped(`helper${i}`)) }],
    ['helpers.0.thanks', { helpers: [helped('ben', 'x'.repeat(201))] }],
    ['helpers.0.thanks', { helpers: [helped('ben', ' ')] }],
    ['helpers', { status: 'withdrawn', helpers: [helped('ben')] }],
    ['helpers', { status: 'open', helpers: [helped('ben')] }],
    ['othersHelped', { othersHelped: 101 }],
    ['othersHelped', { status: 'promised', othersHelped: 1 }],
    ['promisedTo', { promisedTo: 'ben' }],
  ])('is refused with wrong %s: %j', async (field, body) => {
    const { feed, id, change } = await given();

    const answer = await change({ status: 'done', ...body });

    expect(answer.status).toBe(400);
    expect(errorsIn(answer)).toEqual([field]);
    expect(feed.thanks.stored.size).toBe(0);
    expect(postIn(await feed.read('ann', id)).version).toBe(1);
  });

  it('is done once: a repeat finds it, and another account of it is refused', async () => {
    const { feed, change } = await given();
    const body = { status: 'done', helpers: [helped('ben', 'Thank you!')] };

    const copies = await Promise.all([change(body), change(body), change(body)]);
    const other = await change({ status: 'done', helpers: [helped('cat')] });
    const later = await change({ helpers: [helped('cat')] }, 2);

    expect(copies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(codeOf(other)).toBe('changed');
    expect(codeOf(later)).toBe('closed');
    expect(thanksIn(await feed.thanksOf('ben', 'ben'))).toMatchObject({ help: { posts: 1, people: 1, more: false } });
  });

  it('thanks its helpers although the function died first: a repeat or the look of its owner does it', async () => {
    for (const mend of ['repeat', 'look'] as const) {
      const { feed, change } = await given();
      const body = { status: 'done', helpers: [helped('ben', 'Thank you!')] };
      vi.spyOn(console, 'error').mockReturnValue(undefined);
      const add = feed.thanks.add.bind(feed.thanks);
      feed.thanks.add = () => Promise.reject(new Error('Throttled'));
      await change(body);
      expect(feed.thanks.stored.size).toBe(0);
      feed.thanks.add = add;

      await (mend === 'repeat' ? change(body) : feed.list('ann', { owner: 'ann' }));

      expect(textsIn(await feed.thanksOf('ben', 'ben'))).toEqual(['Thank you!']);
    }
  });
});

describe('the outcome', () => {
  it.each<[outcome: object, ben: string, cat: string, change: object]>([
    [{ status: 'open' }, 'none', 'none', { title: 'A flat tyre' }],
    [{ status: 'promised' }, 'none', 'none', { status: 'promised' }],
    [{ status: 'promised' }, 'you', 'another', { status: 'promised', promisedTo: 'ben' }],
    [{ status: 'done' }, 'none', 'none', { status: 'done' }],
    [{ status: 'done' }, 'you', 'another', { status: 'done', helpers: [helped('ben', 'Thank you!')] }],
    [{ status: 'done' }, 'another', 'another', { status: 'done', othersHelped: 1 }],
    [{ status: 'withdrawn' }, 'none', 'none', { status: 'withdrawn' }],
  ])('is %j, chosen %s or %s, after %j, and says nothing else', async (outcome, ben, cat, body) => {
    const { feed, id, change } = await given();

    expect((await change(body)).status).toBe(200);

    for (const [reader, chosen] of [
      ['ben', ben],
      ['cat', cat],
    ] as const)
      expect(outcomeIn(await feed.outcome(reader, id))).toEqual({
        id,
        kind: 'need',
        title: 'A flat tyre',
        ...outcome,
        chosen,
      });
  });

  it('is that it has expired once its time is over', async () => {
    const { feed, id } = await given();
    feed.clock.time += 15 * 24 * 60 * 60_000;

    expect(outcomeIn(await feed.outcome('ben', id))).toMatchObject({ status: 'expired', chosen: 'none' });
  });

  it('is there for nobody without an offer, nor of a post that was deleted or removed', async () => {
    const { feed, id, change } = await given();
    await change({ status: 'done' });

    for (const other of ['ann', 'dan']) expect((await feed.outcome(other, id)).status).toBe(404);
    const stored = feed.posts.stored.get(id);
    if (stored) feed.posts.stored.set(id, { ...stored, status: 'removed' });
    expect((await feed.outcome('ben', id)).status).toBe(404);
    if (stored) feed.posts.stored.set(id, stored);
    await feed.remove('ann', id);
    expect((await feed.outcome('ben', id)).status).toBe(404);
  });

  it('is not there while a block stands between the two, nor once the owner is gone', async () => {
    const { feed, id } = await given();

    for (const block of ['ann ben', 'ben ann']) {
      feed.owners.blocks.add(block);
      expect((await feed.outcome('ben', id)).status).toBe(404);
      feed.owners.blocks.clear();
    }
    feed.owners.gone.add('ann');
    expect((await feed.outcome('ben', id)).status).toBe(404);
  });
});
