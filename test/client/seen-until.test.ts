/** How far somebody has seen the posts for them. */
import { expect, it } from 'vitest';
import { seenUntil } from '#client/seen-until.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
const posts = (...minutes: number[]) => minutes.map((minute) => ({ createdAt: at(minute) }));

it.each([
  ['the newest post that is shown', { shown: posts(3, 5, 4), readUntil: at(1) }, 5],
  ['where they were, if nothing newer is shown', { shown: posts(3), readUntil: at(4) }, 4],
  ['the end of a complete list, if all in it is older or over', { shown: posts(3), completeUntil: at(9) }, 9],
  [
    'the newest post where the list is complete only up to an earlier time',
    { shown: posts(5), completeUntil: at(4) },
    5,
  ],
  ['where they were, if that is less than a minute ago', { shown: [], readUntil: at(8), completeUntil: at(8) }, 8],
])('they have seen up to %s', (_, look, expected) => {
  expect(seenUntil({ readUntil: at(0), ...look })).toBe(at(expected));
});

it('they have seen a complete list before they had read anything', () => {
  expect(seenUntil({ shown: [], readUntil: '', completeUntil: at(9) })).toBe(at(9));
});
