/** Reserved names and their look-alikes. */

import { describe, expect, it } from 'vitest';
import { isReserved } from '#contract/reserved-names.ts';

describe('a name is reserved', () => {
  it.each([
    'admin',
    'administrator',
    'moderator',
    'support',
    'system',
    'root',
    'security',
    'everyone',
    'here',
    'api',
    'deleted-user',
  ])('that speaks for the product or means everyone: %s', (name) => {
    expect(isReserved(name)).toBe(true);
  });

  it.each([
    'adm1n',
    'admln',
    'adrnin',
    'ad-min',
    'a_d_m_i_n',
    'admin-',
    'admin__',
    'adr-nin',
    'adr_n1n',
    'administrat0r',
    'adrn1n1strat0r',
    'rnoderator',
    'm0derator',
    'supp0rt',
    'r00t',
    'sy-stem',
    'secur1ty',
    'securlty',
    'every0ne',
    'ap1',
    'apl',
    'he-lp',
    'he1p',
    'heip',
    'deleteduser',
    'message_center',
    '0fficial',
    'offlclal',
    'a11',
    'nu11',
    'support-team',
    'message-center-support',
    'no-reply_help',
  ])('that looks like a reserved name: %s', (name) => {
    expect(isReserved(name)).toBe(true);
  });
});

describe('a display name is reserved', () => {
  it.each([
    'Administrator',
    'Deleted user',
    'DELETED USER',
    'Message Center',
    'Message Center Support',
    '★ Support ★',
    'Ａｄｍｉｎ',
    'Ádmín',
    '\u0410dmin',
    'Supp\u043ert',
    'Adm\u0131n',
    'A d m i n',
  ])('that looks like a reserved name, in any script: %s', (name) => {
    expect(isReserved(name)).toBe(true);
  });

  it.each([
    'Ann Root',
    'Alice the Great',
    'Боб',
    'Анна',
    'Ελένη',
    '李四',
    'Youyou',
    'Meme',
    '★',
    '',
    'Sam (support)',
    'Helper',
  ])('and this one is not: %s', (name) => {
    expect(isReserved(name)).toBe(false);
  });
});

describe('a name is not reserved', () => {
  it.each([
    'alice',
    'bob',
    'adam',
    'admiral',
    'administratix',
    'armin',
    'badmin',
    'rooter',
    'apia',
    'supporter',
    'modern',
    'sally',
    'constructor',
  ])('only because it shares letters with a reserved one: %s', (name) => {
    expect(isReserved(name)).toBe(false);
  });
});
