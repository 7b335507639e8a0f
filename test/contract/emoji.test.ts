/** What counts as one emoji. */

import { describe, expect, it } from 'vitest';
import { isEmoji } from '#contract/emoji.ts';

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
