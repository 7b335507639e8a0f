/** Normalizing and checking texts and display names. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameFault, nameFaultWords } from '#contract/display-name.ts';
import type { Fault } from '#contract/fault.ts';
import {
  BODY_MAX_CHARACTERS,
  cleanText,
  normalizeName,
  normalizeText,
  textFault,
  textFaultWords,
} from '#contract/text.ts';

const worded = (found: Fault | undefined): string | undefined => found && textFaultWords(found);
/** What is wrong with a text as a client sends it. */
const problemOf = (text: string): string | undefined => worded(textFault(normalizeText(text)));

describe('the stored form of a text', () => {
  it('is the same for every encoding of the same characters', () => {
    expect(normalizeText('caf\u0065\u0301')).toBe('caf\u00e9');
    expect(normalizeText('\u212b')).toBe('\u00c5');
  });

  it('has one kind of line end, and no white space around it', () => {
    expect(normalizeText(' \t\r\n one\r\ntwo\rthree\n\n\u00a0')).toBe('one\ntwo\nthree');
  });

  it('does not change when it is normalized again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normalizeText(text);

        expect(normalizeText(once)).toBe(once);
      }),
    );
  });

  it('keeps what is visible: newlines, tabs, emoji of several code points, every script', () => {
    const text = 'one\n\ttwo 👩‍👩‍👧 🇹🇷 مرحبا नमस्ते 你好';

    expect(normalizeText(text)).toBe(text);
    expect(textFault(text)).toBeUndefined();
  });
});

describe('a text', () => {
  it.each([
    ['nothing', ''],
    ['white space', ' \n\t\u00a0\u2003\u3000'],
    ['zero-width characters', '\u200b\u200c\u200d\u2060\ufeff'],
    ['a soft hyphen', '\u00ad'],
    ['marks of direction', '\u200e\u200f\u202a\u202e\u2066\u2069'],
    ['fillers that look like nothing', '\u115f\u3164\uffa0'],
    ['invisible tags', '\u{e0041}\u{e007f}'],
    ['Braille without a dot', ' \u2800\u200b\u2800'],
  ])('of %s is empty', (_, text) => {
    expect(problemOf(text)).toBe('is empty');
  });

  it.each([0x00, 0x07, 0x08, 0x0b, 0x0c, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9f])(
    'with the control character %i is refused',
    (code) => {
      expect(problemOf(`a${String.fromCharCode(code)}b`)).toBe('has control characters');
    },
  );

  it.each(['\ud800', 'a\udc00b', '\udc00\ud800'])('with a lone surrogate is refused', (text) => {
    expect(problemOf(text)).toBe('is not well-formed Unicode');
  });

  it('is measured in code points, after normalization', () => {
    expect(problemOf('😀'.repeat(BODY_MAX_CHARACTERS))).toBeUndefined();
    expect(problemOf('e\u0301'.repeat(BODY_MAX_CHARACTERS))).toBeUndefined();
    expect(problemOf(`${'a'.repeat(BODY_MAX_CHARACTERS)} \n`)).toBeUndefined();
    expect(problemOf('a'.repeat(BODY_MAX_CHARACTERS + 1))).toBe('has more than 4000 characters');
  });

  it('of the maximum length never has more bytes than an entry may', () => {
    expect(Buffer.byteLength('\u{10ffff}'.repeat(BODY_MAX_CHARACTERS))).toBeLessThanOrEqual(16 * 1024);
  });

  it.each([
    ['letters', 'a'.repeat(100_000), 'has more than 4000 characters'],
    ['zero-width characters', '\u200b'.repeat(100_000), 'is empty'],
    ['spaces', ' '.repeat(100_000), 'is empty'],
    ['spaces around a letter', `${' '.repeat(50_000)}a${' '.repeat(50_000)}`, undefined],
    ['carriage returns', `a${'\r'.repeat(100_000)}b`, 'has more than 4000 characters'],
    ['halves of characters', '\ud800'.repeat(100_000), 'is not well-formed Unicode'],
    ['combining marks', `a${'\u0301'.repeat(100_000)}`, 'has more than 4000 characters'],
  ])('of 100 KB of %s is checked like any other', (_, text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

describe('a text that was cleaned', () => {
  it.each([
    ['soft line breaks', 'a\u000bb\u2028c\u2029d\r\ne\u0085f\u000cg', 'a\nb\nc\nd\ne\nf\ng'],
    ['control characters', '\u0000a\u0002b\u001b\tc\u009f', 'ab\tc'],
    ['anchors, and marks of byte order', '\ufeffa\ufff9b\ufffc\uffff', 'ab'],
    ['halves of characters', 'a\ud83db\udc4d', 'ab'],
  ])('has lost its %s, and is accepted', (_, given, clean) => {
    expect(cleanText(given)).toBe(clean);
    expect(problemOf(cleanText(given))).toBeUndefined();
  });

  it('has kept everything that is displayed', () => {
    const text = 'one\n\ttwo 👩‍👩‍👧 ❤️ co\u00adop \u06a9\u200c\u0627 नमस्ते 你好';

    expect(cleanText(text)).toBe(text);
  });

  it('is refused for its length or its marks at most, and is not changed again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = cleanText(text);

        expect(cleanText(once)).toBe(once);
        expect(problemOf(once) ?? 'is empty').toMatch(/empty|marks/);
      }),
    );
  });
});

describe('combining marks', () => {
  it('may be as many per character as languages use', () => {
    expect(problemOf(`x${'\u0323'.repeat(8)}y${'\u0323'.repeat(8)}`)).toBeUndefined();
    expect(problemOf('กี่ น้ำ ཧཱུྃ שָׁלוֹם')).toBeUndefined();
  });

  it.each([
    ['on one character', `x${'\u0323'.repeat(9)}`],
    ['on nothing', '\u0489'.repeat(9)],
    ['of several kinds', `x${'\u0300\u0323\u0489'.repeat(3)}`],
    ['with invisible characters between them', `x${'\u0323\u200b'.repeat(9)}`],
  ])('are refused when more than 8 pile up %s', (_, text) => {
    expect(problemOf(text)).toBe('has more than 8 combining marks in a row');
    expect(worded(nameFault(normalizeName(text)))).toBe('has more than 8 combining marks in a row');
  });
});

describe('a display name', () => {
  const named = (name: string): string | undefined => {
    const found = nameFault(normalizeName(name));
    return found && nameFaultWords(found);
  };

  it('is one line, without surrounding or repeated white space', () => {
    expect(normalizeName(' \t Ann\r\n\u2028 of \u00a0\u3000 Cleves ')).toBe('Ann of Cleves');
  });

  it.each([
    ['overrides of direction', 'Ann\u202e\u2066nimda\u2069\u202c', 'Annnimda'],
    ['marks of direction', '\u200eAnn\u200f\u061c', 'Ann'],
    ['zero-width characters', 'A\u200bn\u200c\u200d\u2060n\ufeff', 'Ann'],
    ['fillers and soft hyphens', 'A\u00adn\u3164n\u115f', 'Ann'],
    ['tags', 'Ann\u{e0041}\u{e0042}', 'Ann'],
    ['selectors of variants that belong to nothing', 'Ann\ufe0f\u{e0100}', 'Ann'],
    ['anchors of annotations', '\ufff9Ann\ufffaBob\ufffb', 'AnnBob'],
    ['a joiner between an accent and its letter', 'Zoe\u200d\u0308', 'Zo\u00eb'],
  ])('loses its %s', (_, given, stored) => {
    expect(normalizeName(given)).toBe(stored);
  });

  it('keeps emoji of several code points, flags, and every script', () => {
    const name = 'Zoë 👩‍👩‍👧 ❤️ 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 🇹🇷 1️⃣ مريم';

    expect(normalizeName(name)).toBe(name);
    expect(named(name)).toBeUndefined();
  });

  it('does not change when it is normalized again', () => {
    const piece = fc.constantFrom(
      ...Array.from('a e\u0308 \u0301\u200d\u200b\ufe0f\u20e3👩❤\u202e\n\u2800🏴\u{e0067}\u{e007f}🇹🇷1\ud800'),
    );

    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(piece, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })) }),
        (text) => {
          const once = normalizeName(text);

          expect(normalizeName(once)).toBe(once);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['nothing', ''],
    ['what shows as nothing', ' \u200b\u202e\u3164\n\u2800'],
  ])('of %s is empty', (_, name) => {
    expect(named(name)).toBe('is empty');
  });

  it('has at most 60 characters, after normalization', () => {
    expect(named(` ${'e\u0301\u200b'.repeat(60)} `)).toBeUndefined();
    expect(named('😀'.repeat(61))).toBe('has more than 60 characters');
  });

  it.each(['An\u0007n', 'Ann\u0000', '\u009bAnn', '\u001b[31mAnn'])(
    'with control characters is refused (%j)',
    (name) => {
      expect(named(name)).toBe('has control characters');
    },
  );

  it('with a lone surrogate is refused', () => {
    expect(named('Ann \ud83d')).toBe('is not well-formed Unicode');
  });

  it.each([
    ['emoji', '👩‍👩‍👧'.repeat(3_000), 'has more than 60 characters'],
    ['joiners', '👩\u200d'.repeat(15_000), 'has more than 60 characters'],
    ['overrides of direction', '\u202e'.repeat(50_000), 'is empty'],
    ['spaces', ' \t'.repeat(50_000), 'is empty'],
    ['combining marks', `a${'\u0301'.repeat(50_000)}`, 'has more than 60 characters'],
  ])('of 100 KB of %s is checked like any other', (_, name, problem) => {
    expect(named(name)).toBe(problem);
  });
});
