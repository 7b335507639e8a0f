/** Finding words in texts, and the excerpts that show where they stand. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf, wordsToFind } from '#functions/core/excerpt.ts';

/** Returns an excerpt with what was found in brackets. */
const shown = (searched: string, text: string): string | undefined =>
  excerptOf(text, wordsToFind(searched))
    ?.map(({ text: part, found }) => (found ? `[${part}]` : part))
    .join('');

describe('an excerpt', () => {
  it.each([
    ['ladder', 'Have you got a ladder?', 'Have you got a [ladder]?'],
    ['LADDER', 'Have you got a ladder?', 'Have you got a [ladder]?'],
    ['add', 'Ladder, ladder', 'L[add]er, l[add]er'],
    ['tomorrow ladder', 'The ladder, tomorrow', 'The [ladder], [tomorrow]'],
    ['lad ladder', 'A ladder', 'A [ladder]'],
    ['zoe', 'Ask Zoë', 'Ask [Zoë]'],
    ['zoë', 'Ask Zoe\u0308 then', 'Ask [Zoe\u0308] then'],
    ['müller', 'MULLER', '[MULLER]'],
    ['strasse', 'Hauptstraße 3', 'Haupt[straße] 3'],
    ['straße', 'HAUPTSTRASSE', 'HAUPT[STRASSE]'],
    ['istanbul', 'Yarın İstanbul’a gidiyorum', 'Yarın [İstanbul]’a gidiyorum'],
    ['İSTANBUL', 'istanbul', '[istanbul]'],
    ['isil', 'Işıl geldi', '[Işıl] geldi'],
    ['IŞIL', 'ışıl ışıl', '[ışıl] [ışıl]'],
    ['yarin', 'YARIN', '[YARIN]'],
    ["don't", 'Don’t wait', '[Don’t] wait'],
    ['don’t', "don't wait", "[don't] wait"],
    ['9-5', 'open 9–5', 'open [9–5]'],
    ['donau', 'Do\u00adnau', '[Do\u00adnau]'],
    ['明日', '梯子は明日使います', '梯子は[明日]使います'],
    ['οδος', 'Η ΟΔΌΣ', 'Η [ΟΔΌΣ]'],
    ['fi', 'oﬃce', 'o[ﬃ]ce'],
    ['구', '한국어', '한[국]어'],
    ['f', 'ﬁne', '[ﬁ]ne'],
    ['1', '½ of it', '[½] of it'],
    ['👍', 'fine 👍🏽', 'fine [👍]🏽'],
    ['ok.', 'ok. yes', '[ok.] yes'],
  ])('for %j in %j: %j', (searched, text, excerpt) => {
    expect(shown(searched, text)).toBe(excerpt);
  });

  it.each([
    ['ladder', 'Have you got a lad?'],
    ['ladder tomorrow', 'The ladder'],
    ['ladder', ''],
    ['', 'ladder'],
    [' \u200b ', 'ladder'],
    ['\u0301', 'e\u0301'],
  ])('is not there for %j in %j', (searched, text) => {
    expect(shown(searched, text)).toBeUndefined();
  });

  it('is a part of a long text, cut between words', () => {
    const text = `${'before '.repeat(100)}ladder ${'behind '.repeat(100)}`.trim();

    const excerpt = shown('ladder', text) ?? '';

    expect(excerpt).toMatch(/^…(before )+\[ladder\]( behind)+…$/);
    expect(excerpt.length).toBeLessThan(170);
    expect(shown('ladder', `${'x'.repeat(500)}ladder`)).toBe(`…${'x'.repeat(154)}[ladder]`);
    expect(shown('ladder', `ladder${'🪜'.repeat(200)}`)).toBe(`[ladder]${'🪜'.repeat(77)}…`);
  });

  it('is around the longest word, and marks what else it shows', () => {
    const far = 'x '.repeat(2_000);

    expect(shown('ladder cat', `cat ${far}cat ladder cat ${far}cat`)).toMatch(
      /^…(x )+\[cat\] \[ladder\] \[cat\]( x)+…$/,
    );
    expect(shown('ladder', `Z\u0308${'e\u0301'.repeat(2_000)} ladder`)).toMatch(/\[ladder\]$/);
    expect(shown('صلى', 'ﷺ'.repeat(4_000))).toMatch(/^\[ﷺ+\]…$/);
  });

  it('is found wherever the words are, and is a part of the text that marks them', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 }).map((any) => any.normalize('NFC'));
    const place = fc.nat(100).map((percent) => percent / 100);
    fc.assert(
      fc.property(text, place, fc.integer({ min: 1, max: 12 }), (body, from, length) => {
        const characters = Array.from(body);
        const start = Math.floor(from * characters.length);
        const searched = characters.slice(start, start + length).join('');
        const words = wordsToFind(searched);

        const parts = excerptOf(body, words);

        fc.pre(words.length > 0);
        const excerpt = (parts ?? []).map((part) => part.text).join('');
        expect(body).toContain(excerpt.replace(/^…/, '').replace(/…$/, ''));
        expect(excerpt.isWellFormed()).toBe(body.isWellFormed());
        expect(parts?.some(({ found }) => found)).toBe(true);
      }),
    );
  });
});
