import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BODY_MAX_CHARACTERS, normalizeText, textProblem } from '../../../functions/core/text.ts';

/** What becomes of a text as it comes from a client. */
const problemOf = (text: string): string | undefined => textProblem(normalizeText(text));

describe('the stored form of a text', () => {
  it('is the same for every way of writing the same characters', () => {
    expect(normalizeText('caf\u0065\u0301')).toBe('caf\u00e9');
    expect(normalizeText('\u212b')).toBe('\u00c5');
  });

  it('has line ends of one kind, and none of the white space around it', () => {
    expect(normalizeText(' \t\r\n one\r\ntwo\rthree\n\n\u00a0')).toBe('one\ntwo\nthree');
  });

  it('stays as it is when it is normalized again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normalizeText(text);

        expect(normalizeText(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps what is visible: newlines, tabs, emoji of several code points, every script', () => {
    const text = 'one\n\ttwo 👩‍👩‍👧 🇹🇷 مرحبا नमस्ते 你好';

    expect(normalizeText(text)).toBe(text);
    expect(textProblem(text)).toBeUndefined();
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
  ])('of %s is empty', (_, text) => {
    expect(problemOf(text)).toBe('is empty');
  });

  it.each([0x00, 0x07, 0x08, 0x0b, 0x0c, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9f])('with the control character %i is refused', (code) => {
    expect(problemOf(`a${String.fromCharCode(code)}b`)).toBe('has control characters');
  });

  it.each(['\ud800', 'a\udc00b', '\udc00\ud800'])('with half a character is refused', (text) => {
    expect(problemOf(text)).toBe('is not well-formed Unicode');
  });

  it('is measured in code points, after normalization', () => {
    expect(problemOf('😀'.repeat(BODY_MAX_CHARACTERS))).toBeUndefined();
    expect(problemOf('e\u0301'.repeat(BODY_MAX_CHARACTERS))).toBeUndefined();
    expect(problemOf(`${'a'.repeat(BODY_MAX_CHARACTERS)} \n`)).toBeUndefined();
    expect(problemOf('a'.repeat(BODY_MAX_CHARACTERS + 1))).toBe('has more than 4000 characters');
  });

  it('of the most characters never has more bytes than an entry takes', () => {
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
  ])('of 100 KB of %s is judged like any other', (_, text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});
