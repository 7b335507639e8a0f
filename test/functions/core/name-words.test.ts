/** The words by which people are found. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WORDS_MAX, matches, searchedWords, wordsOf } from '#functions/core/name-words.ts';

const finds = (text: string, displayName: string, username = 'xx9'): boolean =>
  matches(wordsOf({ username, displayName }), searchedWords(text));

describe('the words of a person', () => {
  it.each<[username: string, displayName: string, words: readonly string[]]>([
    ['zdurand', 'Zoë Durand', ['zdurand', 'zoe', 'durand']],
    ['alice', 'alice', ['alice']],
    ['zoe-durand', 'Zoë Durand', ['zoedurand', 'durand']],
    ['bob', 'Conan O’Brien', ['bob', 'conan', 'obrien', 'brien']],
    ['jean-luc_p', '🌟', ['jeanlucp', 'lucp', 'p']],
    ['ann-001', 'Ann', ['ann001', '001']],
  ])('%s, called %j: %j', (username, displayName, words) => {
    expect(wordsOf({ username, displayName })).toEqual(words);
  });

  it('are few and short, whatever the names', () => {
    const names = fc.record({ username: fc.string(), displayName: fc.string({ unit: 'grapheme', maxLength: 60 }) });
    fc.assert(
      fc.property(names, (name) => {
        const words = wordsOf(name);

        expect(words.length).toBeLessThanOrEqual(WORDS_MAX);
        expect(words.filter((word) => !/^[\p{L}\p{N}\p{M}]{1,30}$/u.test(word))).toEqual([]);
      }),
    );
    expect(wordsOf({ username: 'a-b-c-d-e-f-g-h-i-j-k-l-m-n-o', displayName: 'p '.repeat(30) })).toHaveLength(
      WORDS_MAX,
    );
    expect(wordsOf({ username: 'bob', displayName: '\ufdfa'.repeat(60) }).join('').length).toBeLessThan(130);
  });
});

describe('a search', () => {
  it.each([
    ['durand', 'Zoë Durand'],
    ['DUR', 'Zoë Durand'],
    ['zoe', 'Zoë Durand'],
    ['zoë', 'Zoe Durand'],
    ['durand zoe', 'Zoë Durand'],
    ['z d', 'Zoë Durand'],
    ['strasse', 'Anna Straße'],
    ['STRASSE', 'Anna STRAẞE'],
    ['straße', 'Anna Strasse'],
    ['soren', 'Søren'],
    ['lukasz', 'Łukasz'],
    ['aeg', 'Ægir'],
    ['thor', 'Þór'],
    ['ibrahim', 'İbrahim'],
    ['isil', 'Işıl'],
    ['muller', 'Mu\u0308ller'],
    ['müller', 'MULLER'],
    ['obrien', "O'Brien"],
    ["o'br", 'OBrien'],
    ['brien', 'O’Brien'],
    ['luc', 'Jean-Luc'],
    ['jeanluc', 'Jean-Luc'],
    ['ωραιος', 'Ωραίος'],
    ['ΩΡΑΙΟΣ', 'Ωραίος'],
    ['ёлка', 'елка'],
    ['김', '김민수'],
    ['ｂｏｂ', 'Bob'],
    ['fi', 'ﬁona'],
    ['王', '王小明'],
    ['मी', 'मीना'],
    ['שלום', 'שָׁלוֹם'],
  ])('for %j finds %j', (text, displayName) => {
    expect(finds(text, displayName)).toBe(true);
  });

  it.each([
    ['urand', 'Zoë Durand'],
    ['durand max', 'Zoë Durand'],
    ['मु', 'मीना'],
    ['durandx', 'Zoë Durand'],
  ])('for %j does not find %j', (text, displayName) => {
    expect(finds(text, displayName)).toBe(false);
  });

  it('without a letter or digit searches for no word', () => {
    expect(searchedWords(' !? 🌟 ')).toEqual([]);
  });

  it('finds a name by itself, by the beginning of each of its words, in any case and form', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(name, fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'), (displayName, form) => {
        fc.pre(wordsOf({ username: 'xx9', displayName }).length < WORDS_MAX);
        for (const text of [displayName.normalize(form), displayName.toUpperCase(), displayName.toLowerCase()])
          expect(finds(text, displayName)).toBe(true);
      }),
    );
  });
});
