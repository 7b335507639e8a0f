/** The account is gone: empty tables become what a copy outside of it has. */

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { isMessage } from '#contract/entry-kinds.ts';
import { conversationOf } from '#contract/message-id.ts';
import { type TableVariable, tablesByVariable } from '#functions/aws/tables-by-variable.ts';
import { headOf } from '#functions/core/entry.ts';
import { tables } from './engine.ts';
import { openWorld } from './world.ts';

const { toldNotes } = await import('#functions/aws/told.ts');

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterAll(() => void vi.useRealTimers());

const pair = { by: 'ann', to: 'ben' } as const;
const copied = (Object.keys(tablesByVariable) as TableVariable[]).filter(
  (name) => tablesByVariable[name].restore !== 'kept' || name === 'LEDGER_TABLE',
);
const momentsOf = (moment: number) => Object.fromEntries(copied.map((name) => [name, moment]));

it('brings back what the copy has, of tables that were copied at different moments', async () => {
  const world = await openWorld();
  await world.do({ act: 'send', ...pair });
  await world.do({ act: 'send', ...pair });
  await world.do({ act: 'project' });
  const earlier = Date.now();
  await world.do({ act: 'delete', nth: 0 });
  await world.do({ act: 'send', ...pair });
  await world.do({ act: 'block', by: 'ben', to: 'cat' });
  await world.do({ act: 'project' });
  await world.do({ act: 'read', by: 'ben', to: 'ann' });
  const later = Date.now();
  const [deleted, kept] = world.sent.flatMap(({ texts }) => texts);
  await world.copyOut(later, { ...momentsOf(later), MESSAGES_TABLE: earlier });
  await world.loseEverything();
  expect(await world.everything()).not.toContain('ben');

  await world.restore(later, { fromCopies: true });

  const conversation = conversationOf('ann', 'ben');
  const log = await world.log().entriesFrom(conversation, 1, 100);
  expect(log.map(({ kind }) => kind)).toEqual(['message', 'message', 'deletion']);
  expect(log.filter(isMessage).map((entry) => 'body' in entry && entry.body)).toEqual(['', kept]);
  expect(await world.everything()).not.toContain(`"${deleted}"`);
  const tail = log.at(-1);
  expect(await world.log().heads([conversation])).toEqual([tail && { ...headOf(tail), seq: 0 }]);
  expect((await world.conversations().get('ben', 'ann'))?.readSeq).toBeLessThanOrEqual(3);
  expect((await world.conversations().get('ben', 'cat'))?.blocked).toBe(true);
  expect(await world.users().get('cat', 'strong')).toMatchObject({ username: 'cat' });
});

it('archives nothing that comes next, and tells of it', async () => {
  const world = await openWorld();
  const told = toldNotes(tables.CONVERSATIONS_TABLE, 'unused');
  const tell = (seq: number) => told.claim({ recipient: 'ben', sender: 'ann', seq }, Date.now(), Date.now());
  await world.do({ act: 'send', ...pair });
  await world.do({ act: 'project' });
  const earlier = Date.now();
  for (let i = 0; i < 3; i++) await world.do({ act: 'send', ...pair });
  await world.do({ act: 'project' });
  await tell(4);
  await told.finish({ recipient: 'ben', sender: 'ann', seq: 4 });
  await world.conversations().setPreferences('ben', 'ann', { archivedThrough: 4 }, Date.now());
  await world.do({ act: 'project' });
  const later = Date.now();
  await world.copyOut(later, { ...momentsOf(later), MESSAGES_TABLE: earlier });
  await world.loseEverything();

  await world.restore(later, { fromCopies: true });
  await world.do({ act: 'read', by: 'ben', to: 'ann' });

  expect(await world.conversations().get('ben', 'ann')).toMatchObject({ archivedThrough: 1 });
  expect(await tell(2)).toMatchObject({ toldSeq: 2 });
});

it.each(copied)('changes nothing where the copy of %s is missing', async (missing) => {
  const world = await openWorld();
  await world.do({ act: 'send', ...pair });
  const moment = Date.now();
  const { [missing]: _, ...others } = momentsOf(moment);
  await world.copyOut(moment, others);
  const before = await world.everything();

  await expect(world.restore(moment, { fromCopies: true })).rejects.toThrow(`There is no table ${missing}-`);
  expect(await world.everything()).toBe(before);
  expect(world.canWrite()).toBe(true);
});
