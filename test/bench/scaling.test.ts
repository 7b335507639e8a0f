/** The figures of docs/scaling.md are what the formulas give. */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { breaksAt, firstLimit, LIMITS, scalingTables } from '#bench/scaling.ts';

const page = readFileSync(new URL('../../docs/scaling.md', import.meta.url), 'utf8');

it('has the table that the formulas give', () => {
  expect(page).toContain(scalingTables().join('\n'));
});

it('names the limit that is reached first, and no other as the first', () => {
  const first = firstLimit();

  expect(page).toContain(`**First: ${first.name}.**`);
  expect(LIMITS.every((limit) => breaksAt(limit) >= breaksAt(first))).toBe(true);
});
