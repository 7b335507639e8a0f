/** Parting texts that are too long for one message. */
import { describe, expect, it } from 'vitest';
import { paragraphsWithin } from '#web/src/text/paragraphs.ts';

describe('a text that is too long', () => {
  it.each([
    ['at empty lines', 'aaa\nbbb\n\nccc\nddd', 12, ['aaa\nbbb', 'ccc\nddd']],
    ['at ends of lines, where a part would be short otherwise', 'a\n\nbbbb\ncccc\ndd', 12, ['a\n\nbbbb\ncccc', 'dd']],
    ['so that each part is as long as it may be', 'aaaa\nbbbb\ncccc', 9, ['aaaa\nbbbb', 'cccc']],
    ['by characters and not by their halves', '😀😀\n😀😀', 3, ['😀😀', '😀😀']],
    ['not at all where it fits', 'aaa\nbbb', 7, ['aaa\nbbb']],
  ])('is parted %s', (_, text, max, parts) => {
    expect(paragraphsWithin(text, max)).toEqual(parts);
  });

  it('is not parted within a paragraph, or into very many parts', () => {
    expect(paragraphsWithin('aaaaaaaa bbbbbbbb', 10)).toBeUndefined();
    expect(paragraphsWithin('aaaa\n'.repeat(11).trim(), 5)).toBeUndefined();
    expect(paragraphsWithin('aaaa\n'.repeat(10).trim(), 5)).toHaveLength(10);
  });
});
