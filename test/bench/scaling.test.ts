/** The figures of docs/scaling.md are what the formulas give. */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readRecorded } from '#bench/bill/recorded.ts';
import { breaksAt, firstLimit, LIMITS, LOAD, scalingTable } from '#bench/scaling.ts';

const page = readFileSync(new URL('../../docs/scaling.md', import.meta.url), 'utf8');

it('has the table that the formulas give', () => {
  expect(page).toContain(scalingTable());
});

it('names the limit that is reached first, and no other as the first', () => {
  const first = firstLimit();

  expect(page).toContain(`**First: ${first.name}.**`);
  expect(LIMITS.every((limit) => breaksAt(limit) >= breaksAt(first))).toBe(true);
});

it('counts the requests of a message and of a ping as the bill does, answers included', async () => {
  const { acts } = await readRecorded();
  const requestsOf = ({ requests, messages }: (typeof acts)['ping']) => requests + messages;

  expect([LOAD.requestsPerMessage, LOAD.requestsPerPing]).toEqual([requestsOf(acts.message), requestsOf(acts.ping)]);
});

it('lists each limit that was not read on its page to be confirmed', () => {
  const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const [, list = ''] = operations.split('## To confirm on the first deployment');

  const unsure = LIMITS.filter((limit) => limit.unsure);
  expect(unsure.filter(({ source }) => !list.includes(source)).map(({ name }) => name)).toEqual([]);
});
