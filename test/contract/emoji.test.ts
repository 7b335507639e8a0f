/** What counts as one emoji. */

import { describe, expect, it } from 'vitest';
import { fullyQualified, isEmoji } from '#contract/emoji.ts';

describe('an emoji', () => {
  it.each(['👍', '❤️', '👍🏽', '👨‍👩‍👧‍👦', '🇹🇷', '#️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'])('is %s', (text) => {
    expect(isEmoji(text)).toBe(true);
  });

  it.each(['', 'a', '1', '#', '👍👍', '👍 ', ' 👍', '❤\u200b', '\u200d', '\ufe0f', '🇹', '<b>', 'constructor'])(
    'is not %j',
    (text) => {
      expect(isEmoji(text)).toBe(false);
    },
  );
});

describe('the stored form of an emoji', () => {
  it.each([
    ['without its selector', '\u2764', '❤️'],
    ['with a selector that it does not need', '👍\ufe0f', '👍'],
    ['with a selector too many', '❤️\ufe0f', '❤️'],
    ['with the selector of the plain sign', '❤\ufe0e', '❤️'],
    ['of a keycap', '1\u20e3', '1️⃣'],
    ['of a couple', '👩\u200d\u2764\u200d👨', '👩‍❤️‍👨'],
    ['of a flag', '\u{1f3f3}\u200d🌈', '🏳️‍🌈'],
    ['of a detective with a skin tone', '🕵\ufe0f🏽\u200d\u2642', '🕵🏽‍♂️'],
    ['of an eye', '\u{1f441}\u200d\u{1f5e8}\ufe0f', '👁️‍🗨️'],
  ])('is the same %s', (_, given, stored) => {
    expect(fullyQualified(given)).toBe(stored);
    expect(isEmoji(fullyQualified(given))).toBe(true);
  });

  it('of every emoji of one character, and of what is stored already, does not change', () => {
    const all = Array.from({ length: 0x1fbff }, (_, code) => String.fromCodePoint(code))
      .flatMap((sign) => [sign, `${sign}\ufe0f`])
      .filter(isEmoji);

    expect(all.length).toBeGreaterThan(1_000);
    expect(all.filter((emoji) => fullyQualified(emoji) !== emoji)).toEqual([]);
    expect(all.filter((emoji) => fullyQualified(emoji.replace('\ufe0f', '')) !== emoji)).toEqual([]);
  });

  it.each(['👍👍', 'a\ufe0f', '\ufe0f', '', '1', '❤\u200b'])('makes no emoji of %j', (text) => {
    expect(isEmoji(fullyQualified(text))).toBe(false);
  });
});
