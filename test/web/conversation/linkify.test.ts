/** Which parts of a text become links. */
import { describe, expect, it } from 'vitest';
import { linkify } from '#web/src/conversation/linkify.ts';

const linksOf = (text: string): (string | undefined)[] =>
  linkify(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

describe('the links of a text', () => {
  it.each([
    ['see https://example.org/a?b=c#d now', 'https://example.org/a?b=c#d'],
    ['HTTP://EXAMPLE.org', 'http://example.org/'],
    ['www.example.org', 'https://www.example.org/'],
    ['write to ann@example.org', 'mailto:ann@example.org'],
    ['mailto:ann@example.org', 'mailto:ann@example.org'],
    ['https://münchen.example/straße', 'https://xn--mnchen-3ya.example/stra%C3%9Fe'],
  ])('are found in %s', (text, href) => {
    expect(linksOf(text)).toEqual([href]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://example.org',
    'https://',
    'a.b',
    'ann@localhost',
    'no link',
  ])('are not found in %s', (text) => {
    expect(linksOf(text)).toEqual([]);
  });

  it.each([
    ['(https://example.org/a)', 'https://example.org/a'],
    ['https://example.org/a.', 'https://example.org/a'],
    ['https://example.org/a?!', 'https://example.org/a'],
    ['“https://example.org/a”', 'https://example.org/a'],
    ['https://example.org/Ada_(name)', 'https://example.org/Ada_(name)'],
    ['(https://example.org/Ada_(name))', 'https://example.org/Ada_(name)'],
  ])('end before the punctuation of the sentence: %s', (text, href) => {
    expect(linksOf(text)).toEqual([href]);
  });

  it('leave the text unchanged', () => {
    const text = 'One https://a.example, two <b>www.b.example</b>\nthree c@d.example.';

    expect(
      linkify(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it('are found quickly in a long adversarial text', () => {
    const pieces = linkify(`${'a'.repeat(4_000)} ${'('.repeat(4_000)} https://x${')'.repeat(4_000)}`);

    expect(pieces.length).toBeGreaterThan(0);
  });
});
