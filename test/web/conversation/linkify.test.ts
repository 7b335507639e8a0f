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

  it.each([
    ['https://example.org/a，然后', 'https://example.org/a'],
    ['https://example.org/a。', 'https://example.org/a'],
    ['（https://example.org/a）', 'https://example.org/a'],
    ['「https://example.org/a」です', 'https://example.org/a'],
    ['https://example.org/a؟', 'https://example.org/a'],
    ['https://example.org/a، ثم', 'https://example.org/a'],
    ['https://example.org/a। फिर', 'https://example.org/a'],
    ['https://example.org/a։', 'https://example.org/a'],
    ['https://example.org/a።', 'https://example.org/a'],
    ['https://example.org/a—then', 'https://example.org/a'],
    ['https://example.org/a　b', 'https://example.org/a'],
    ['https://example.org/a｜b', 'https://example.org/a'],
    ['https://example.org/wiki/中国', 'https://example.org/wiki/%E4%B8%AD%E5%9B%BD'],
    ['https://example.org/Bose–Einstein', 'https://example.org/Bose%E2%80%93Einstein'],
    ['https://example.org/col·lega', 'https://example.org/col%C2%B7lega'],
  ])('end before the punctuation of every script: %s', (text, href) => {
    expect(linksOf(text)).toEqual([href]);
  });

  it.each([
    ['请看https://example.org/a，然后', 'https://example.org/a'],
    ['詳細はwww.example.org。', 'https://www.example.org/'],
    ['مثالhttps://example.org', 'https://example.org/'],
    ['联系ann@example.org。', 'mailto:ann@example.org'],
    ['см.https://example.org', 'https://example.org/'],
    ['_https://example.org_', 'https://example.org/'],
    ['https://example.org/a,https://b.example', 'https://example.org/a'],
  ])('begin right behind a word, as scripts without spaces have them: %s', (text, href) => {
    expect(linksOf(text)[0]).toBe(href);
  });

  it.each([
    ['https://example.org谢谢', 'https://example.org/'],
    ['www.example.orgです。', 'https://www.example.org/'],
    ['ann@example.org谢谢', 'mailto:ann@example.org'],
    ['https://www.abc日本.example', 'https://www.xn--abc-v08fl0d.example/'],
    ['https://例え.example/谢谢', 'https://xn--r8jz45g.example/%E8%B0%A2%E8%B0%A2'],
  ])('end where a host in ASCII does: %s', (text, href) => {
    expect(linksOf(text)).toEqual([href]);
  });

  it.each([
    'https://example.org/ポール・マッカートニー',
    'https://example.org/می\u200cخواهم',
    'https://example.org/བོད་ཡིག',
    'https://example.org/צה״ל',
  ])('go on at the signs that words are spelled with: %s', (text) => {
    expect(linksOf(text)).toEqual([encodeURI(text)]);
  });

  it.each(['awww.example', 'xhttps://example.org', 'x.mailto:ann'])('do not begin within a word: %s', (text) => {
    expect(linksOf(text)).toEqual([]);
  });

  it.each([
    ['https://example.org/\u202etxt.exe', 'https://example.org/'],
    ['\u202ewww.evil.example/moc.knab.www', 'https://www.evil.example/moc.knab.www'],
    ['https://example.org/a\u2066b', 'https://example.org/a'],
    ['https://example.org/a\u200bb', 'https://example.org/a'],
    ['https://exam\u00adple.org/', 'https://exam'],
    ['https://example.org/\u{e0041}', 'https://example.org/'],
  ])('end before what is not seen: %j', (text, href) => {
    expect(linksOf(text).map((link) => link?.replace(/(?<=exam)\/$/, ''))).toEqual([href]);
  });

  it.each([
    'https://www.bank.example@evil.example/',
    'https://www.bank.example:x@evil.example/',
    'https://%77ww.bank.example@evil.example',
  ])('have no name before the host, which could be taken for it: %s', (text) => {
    expect(linksOf(text)).toEqual([]);
  });

  it.each([
    ['https://www.pаypаl.example/a', 'https://www.xn--pypl-53dc.example/a'],
    ['https://аррӏе.example', 'https://xn--80ak6aa92e.example'],
    ['https://xn--80ak6aa92e.example', undefined],
    ['www.ɡооɡle.example', 'www.xn--le-igba89ua.example'],
    ['https://ｗｗｗ.ｂａｎｋ.example/a', 'https://www.bank.example/a'],
    ['https://οχο.example', 'https://xn--0xaax.example'],
    ['https://www.paypaI.example/In', 'https://www.paypai.example/In'],
    ['ann@müIIer.example', 'ann@müiier.example'],
    ['ann@аррӏе.example', 'ann@xn--80ak6aa92e.example'],
    ['https://münchen.example/straße', undefined],
    ['https://HOST.Example/', undefined],
    ['https://đời-sống.example', undefined],
    ['https://пример.example', undefined],
    ['https://日本のサイト.example', undefined],
    ['https://한국.example:8080/a', undefined],
    ['https://مثال.example', undefined],
    ['ann@münchen.example', undefined],
  ])('show the host in a form that is taken for no other: %s', (text, shown) => {
    const [piece] = linkify(text);

    expect(piece?.text).toBe(text);
    expect(piece?.href).toBeDefined();
    expect(piece?.shown).toBe(shown);
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
    expect(linkify(`https://x/${'a–'.repeat(2_000)}`)).toHaveLength(2);
    expect(linkify('中'.repeat(20_000) + 'a'.repeat(20_000))).toHaveLength(1);
  });
});
