/** The items of offers: one for a post and person, whatever is repeated. */

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, it } from 'vitest';
import { postOffers } from '#functions/aws/post-offers.ts';
import type { Offer } from '#functions/core/feed/ports.ts';
import { answerFromMemory, type MemoryTables } from '../support/memory-tables.ts';

const TABLE = 'postIndex-table';
const POST = 'ann.k3J9x0aB7QeWm1Zs4TtYvA';
const offers = postOffers(TABLE);

let memory: MemoryTables;
beforeEach(() => {
  memory = answerFromMemory();
});

const offerOf = (person: string, more: Partial<Offer> = {}): Offer => ({
  ...{ post: POST, person, conversation: `ann~${person}`, seq: 1, offeredAt: 10 },
  ...more,
});

it('the first offer of a person for a post stays', async () => {
  await offers.add(offerOf('ben'));
  await offers.add(offerOf('ben', { seq: 7, offeredAt: 20 }));

  expect(await offers.get(POST, 'ben')).toMatchObject(offerOf('ben'));
  expect(await offers.get(POST, 'cleo')).toBeUndefined();
  expect(memory.all(TABLE)).toHaveLength(2);
});

it('a later message that the consumer has first gives way to the first one', async () => {
  await offers.add(offerOf('ben', { seq: 7, offeredAt: 20 }));
  await offers.add(offerOf('ben'));

  expect(await offers.get(POST, 'ben')).toMatchObject(offerOf('ben'));
  expect(await offers.listOf('ben', { limit: 9 })).toMatchObject([offerOf('ben')]);
});

it('offers are listed by post and by person, page by page', async () => {
  const other = 'ann.AAAAAAAAAAAAAAAAAAAAAA';
  for (const person of ['dan', 'ben', 'cleo']) await offers.add(offerOf(person));
  await offers.add(offerOf('ben', { post: other }));

  const first = await offers.listFor(POST, { limit: 2 });
  const rest = await offers.listFor(POST, { after: 'cleo', limit: 2 });

  expect([...first, ...rest].map(({ person }) => person)).toEqual(['ben', 'cleo', 'dan']);
  expect((await offers.listOf('ben', { limit: 9 })).map(({ post }) => post)).toEqual([other, POST]);
});

it('a removal leaves nothing, also where an earlier one was interrupted', async () => {
  await offers.add(offerOf('ben'));
  await offers.remove(await offers.listOf('ben', { limit: 9 }));
  await offers.remove([offerOf('ben')]);

  expect(memory.all(TABLE)).toEqual([]);
});

it('an addition that is interrupted leaves what the leaving of the person finds', async () => {
  let puts = 0;
  memory.before = async (command) => {
    if (command instanceof PutCommand && ++puts === 2) throw new Error('The function died.');
  };
  await offers.add(offerOf('ben')).catch(() => undefined);
  expect(await offers.listOf('ben', { limit: 9 })).toHaveLength(1);

  memory.before = async () => undefined;
  await offers.add(offerOf('ben'));
  expect(await offers.get(POST, 'ben')).toBeDefined();
});
