/** What the contract does when it is loaded, which every function and every page waits for. */

import { expect, it, vi } from 'vitest';

it('is loaded without the list of all emoji, which takes longer to read than the rest', async () => {
  const read: string[] = [];
  const Original = RegExp;
  vi.stubGlobal(
    'RegExp',
    class extends Original {
      constructor(pattern: string | RegExp, flags?: string) {
        super(pattern, flags);
        read.push(this.source);
      }
    },
  );
  vi.resetModules();

  const { normalizeName } = await import('#contract/text.ts');
  const { isEmoji } = await import('#contract/emoji.ts');
  normalizeName('Zoë Durand');
  const withoutEmoji = read.filter((source) => source.includes('RGI_Emoji'));
  normalizeName('Zoë ❤️');
  isEmoji('❤️');
  vi.unstubAllGlobals();

  expect(withoutEmoji).toEqual([]);
  expect(read.filter((source) => source.includes('RGI_Emoji'))).toHaveLength(2);
});
