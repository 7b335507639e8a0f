/** The filter of the list of posts, in its address. */
import { describe, expect, it } from 'vitest';
import { snap } from '#contract/grid.ts';
import { addressOf, filterIn } from '#web/src/needs/use-post-filter.ts';
import { NO_FILTER, type PostFilter, queryOf } from '#web/src/state/post-filter.ts';

const { latitude, longitude } = snap('square', { latitude: 38.7139, longitude: -9.1334 });
const near = `${latitude},${longitude}`;

describe('the address of a list', () => {
  it.each<[string, Partial<PostFilter>]>([
    ['/needs', {}],
    ['/needs?kind=offer&category=repairs', { kind: 'offer', category: 'repairs' }],
    ['/needs?words=flat+tyre+%26+more', { words: 'flat tyre & more' }],
    [`/needs?near=${near}`, { near }],
    [`/needs?near=${near}&radius=25`, { near, radius: '25' }],
    ['/needs', { radius: '25' }],
  ])('is %s and says it all', (address, given) => {
    const filter = { ...NO_FILTER, ...given };

    expect(addressOf(filter)).toBe(address);
    expect(queryOf(filterIn(address.split('?')[1] ?? ''))).toEqual(queryOf(filter));
  });

  it.each([
    'kind=wish&category=__proto__&radius=7&near=here',
    'near=91,0',
    'near=1e400,0',
    'near=NaN,NaN&radius=NaN',
    'kind=&words=&near=&radius=',
    'unknown=1&kind=need.',
    '%E0%A4%A&&==',
  ])('is the whole list where it makes no sense: %s', (search) => {
    expect(filterIn(search)).toEqual(NO_FILTER);
  });

  it('makes a square of a point, and cuts words that nobody could search for', () => {
    const filter = filterIn(`near=38.7139,-9.1334&words=${'x'.repeat(5_000)}`);

    expect(filter.near).toBe(near);
    expect(filter.words).toHaveLength(100);
  });
});
