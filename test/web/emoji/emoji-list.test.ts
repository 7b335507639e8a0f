/** The lists of emoji: what is found in them, and that they are as they should be. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { fullyQualified, isEmoji } from '#contract/emoji.ts';
import { setShownLanguage } from '#web/src/browser/shown-language.ts';
import { emojiGroups, findEmoji, inTone } from '#web/src/emoji/emoji-list.ts';
import { TONES } from '#web/src/state/emoji-memory.ts';
import { emoji as english } from '#web/src/words/emoji.ts';

const found = async (typed: string) => findEmoji(await emojiGroups(), typed).map(({ emoji }) => emoji);

describe('emoji', () => {
  afterEach(() => setShownLanguage('en'));

  it('are found by the beginnings of words in their names, and then by keywords', async () => {
    expect((await found('thumb'))[0]).toBe('👍');
    expect((await found('grinn fac'))[0]).toBe('😀');
    expect(await found('chef')).toContain('🧑‍🍳');
    expect(await found('no such thing')).toEqual([]);
    expect((await found('fa')).length).toBeLessThanOrEqual(120);
  });

  it('are found in the language of the page', async () => {
    setShownLanguage('tr');

    expect(await found('kedi')).toContain('🐈');
    expect(await found('baş parmak')).toContain('👍');
  });

  it.each(['en', 'tr'])('are all that the server takes, each once and with a name: %s', (language) => {
    const text = readFileSync(`web/src/emoji/${language}.txt`, 'utf8');
    const lines = text.trimEnd().split('\n');
    const all = lines.filter((line) => !line.startsWith('# ')).map((line) => line.split('\t'));
    const emoji = all.map(([sign = '']) => sign);

    expect(gzipSync(text).length).toBeLessThanOrEqual(30_000);
    expect(emoji.filter((sign) => !isEmoji(sign) || fullyQualified(sign) !== sign)).toEqual([]);
    expect(new Set(emoji).size).toBe(emoji.length);
    expect(emoji.length).toBeGreaterThan(1_800);
    expect(all.filter(([, name = '']) => name === '')).toEqual([]);
    expect(lines.filter((line) => line.startsWith('# ')).map((line) => line.slice(2))).toEqual(
      Object.keys(english.groups).filter((slug) => slug !== 'recent'),
    );
  });

  it('come in skin tones where they have them', async () => {
    const all = (await emojiGroups()).flatMap(({ emoji }) => emoji);
    const named = (sign: string) => all.find(({ emoji }) => emoji === sign) ?? { emoji: sign, hasTones: false };

    expect(inTone(named('👍'), '🏽')).toBe('👍🏽');
    expect(inTone(named('🕵️‍♀️'), '🏿')).toBe('🕵🏿‍♀️');
    expect(inTone(named('🧑‍🤝‍🧑'), '🏻')).toBe('🧑🏻‍🤝‍🧑🏻');
    expect(inTone(named('😀'), '🏽')).toBe('😀');
    const wrong = all.flatMap((one) => TONES.map((tone) => inTone(one, tone))).filter((sign) => !isEmoji(sign));
    expect(wrong).toEqual([]);
  });
});
