/** The formatting that people type: what is drawn, and that the text stays what was typed. */
import { cleanup, render } from '@testing-library/react';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { FormattedText } from '#web/src/conversation/formatted-text.tsx';
import { blocksOf } from '#web/src/conversation/formatting.ts';

/** Returns the elements that are drawn, without attributes and marks. */
function drawn(text: string): string {
  const { container } = render(<FormattedText text={text} />);
  const copy = container.cloneNode(true) as HTMLElement;
  for (const mark of copy.querySelectorAll('[hidden]')) mark.remove();
  const html = copy.innerHTML.replaceAll(/<(\w+)(?: value="(\d+)")?[^>]*>/g, '<$1$2>');
  cleanup();
  return html.replace(/^<div>([^]*)<\/div>$/, '$1');
}

describe('the formatting of a message', () => {
  it.each([
    ['*bold* _italic_ ~~struck~~ `code`', '<strong>bold</strong> <em>italic</em> <s>struck</s> <code>code</code>'],
    ['**bold** (*so*), *a b*.', '<strong>bold</strong> (<strong>so</strong>), <strong>a b</strong>.'],
    ['*bold _both_*', '<strong>bold <em>both</em></strong>'],
    ['`*as typed*`', '<code>*as typed*</code>'],
    ['*see https://example.org/a_b_c*', '<strong>see <a>https://example.org/a_b_c</a></strong>'],
    ['„*so*“ »_so_« ¿*qué*? —*a*—', '„<strong>so</strong>“ »<em>so</em>« ¿<strong>qué</strong>? —<strong>a</strong>—'],
    ['今天，*重要*。', '今天，<strong>重要</strong>。'],
    ['🎉*Party*🎉 ❤️_so_☺', '🎉<strong>Party</strong>🎉 ❤️<em>so</em>☺'],
    ['*şöyle* _你好_', '<strong>şöyle</strong> <em>你好</em>'],
  ])('draws what is marked in a line: %s', (text, expected) => {
    expect(drawn(text)).toBe(expected);
  });

  it.each([
    ['within words', 'snake_case_name and 2*3*4'],
    ['beside white space', '2 * 3 * 4, a _ b _ c'],
    ['without an end', '*not bold, `not code, _not italic'],
    ['across lines', '*one\ntwo*'],
    ['of nothing', '__init__ *** `` ~~ ~~'],
    ['of faces', '>:( and ^_^ and -_- and *_*'],
    ['of a shrug', '¯\\_(ツ)_/¯ or not'],
    ['of a single dash', '- Zoë'],
    ['of a year', '1984. A book'],
    ['of a block of code that does not end', '```\nlet a'],
  ])('draws no marks %s', (_, text) => {
    expect(drawn(text)).not.toMatch(/<(?!\/?(?:a|div)>)/);
  });

  it('draws blocks of code, quotes and lists', () => {
    expect(drawn('```ts\nlet *a* = 1;\n```')).toBe('<pre><code>let *a* = 1;</code></pre>');
    expect(drawn('> one\n> *two*\nthree')).toContain('one\n<strong>two</strong></div><div>three');
    expect(drawn('Buy:\n- milk\n- *bread*')).toContain('<ul><li>milk</li><li><strong>bread</strong></li></ul>');
    expect(drawn('3. milk\n7) bread')).toBe('<ol><li3>milk</li><li7>bread</li></ol>');
  });

  it('never draws HTML', () => {
    expect(drawn('*<b>x</b>* `<img src=x>`')).toBe(
      '<strong>&lt;b&gt;x&lt;/b&gt;</strong> <code>&lt;img src=x&gt;</code>',
    );
  });

  it('leaves the text of the document what was typed, whatever that is', () => {
    const part = fc.constantFrom(
      '*',
      '_',
      '~~',
      '`',
      '```',
      '\n',
      '> ',
      '- ',
      '1. ',
      ' ',
      'a',
      'Ç',
      '(',
      'https://a.bc/_x_',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const { container, unmount } = render(<FormattedText text={parts.join('')} />);
        const shown = container.textContent;
        unmount();
        expect(shown).toBe(parts.join(''));
      }),
      { numRuns: 300 },
    );
  });

  // One message of such a line stopped the page of its reader for seconds.
  it.each(['*"', '*(', '*a ', '**a ', '~~a ', '*_a ', '(*a', '_a*b '])(
    'looks at each character of a line a few times only, also of one that repeats %j',
    (repeated) => {
      const line = repeated.repeat(4_000 / repeated.length);
      const looks = vi.spyOn(String.prototype, 'charAt');

      blocksOf(line);

      expect(looks.mock.calls.length).toBeLessThan(30 * line.length);
      looks.mockRestore();
    },
  );
});
