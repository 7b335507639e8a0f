/** Mails are in the language of the page that requests them, as far as they are written in it. */
import { expect, it } from 'vitest';
import { MAIL_LANGUAGES, mailLanguageOf } from '#functions/core/mail-language.ts';
import { LANGUAGES } from '#web/src/browser/language.ts';

it('are written in each language of the page', () => {
  expect([...MAIL_LANGUAGES].toSorted()).toEqual(Object.keys(LANGUAGES).toSorted());
});

it.each([
  ['tr', 'tr'],
  ['tr-TR,tr;q=0.9,en-US;q=0.8', 'tr'],
  ['de-DE, de;q=0.9, TR;q=0.8, en;q=0.7', 'tr'],
  ['en;q=0.5, tr', 'tr'],
  ['tr;q=0.4, en;q=0.5', 'en'],
  ['tr;q=0, de', 'en'],
  ['en-GB', 'en'],
  ['*', 'en'],
  ['', 'en'],
  [undefined, 'en'],
  ['tr<b>', 'en'],
  ['tr;q=x', 'en'],
  [`${'a,'.repeat(5_000)}tr`, 'en'],
])('are asked for by the header: %j', (header, expected) => {
  expect(mailLanguageOf(header)).toBe(expected);
});
