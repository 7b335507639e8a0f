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

describe('words and signs around a reserved name', () => {
  it.each([
    'admin1',
    '1admin',
    'admin2024',
    'admin-2024',
    '007-admin',
    '4dmin',
    'admin_1_',
    'the-admin',
    'theadmin',
    'real-admin',
    'the-real-admin-1',
    'admin-bob',
    'bob_admin',
    'admin-team',
    'support-team-2',
    'support24',
    'supp0rt24',
    'customer-support',
    'customersupport',
    'live-support',
    'your-helpdesk',
    'official-support',
    'support-team',
    'moderator7',
    'mods-online',
    '5upport',
    'staff-team',
  ])('leave it reserved: %s', (name) => {
    expect(isReserved(name)).toBe(true);
  });

  it.each(['i-need', 'ineed', 'i_need', '1need', 'lneed', 'i-need-help', 'i-need-team', 'ineed-support', 'ineed2'])(
    'leave the name of the product reserved: %s',
    (name) => {
      expect(isReserved(name)).toBe(true);
    },
  );
});

describe('a display name that imitates staff is reserved', () => {
  it.each([
    ['in mixed case', 'aDmIn'],
    ['with a sign', '[ADMIN] Bob'],
    ['with an emoji', 'Admin ✅'],
    ['between emoji', '🛡️A✨d✨m✨i✨n'],
    ['beside a flag', 'Admin🇬🇧'],
    ['in camel case', 'AdminBob'],
    ['as the product', 'i-need Team'],
    ['as the product in capitals', 'I-NEED TEAM'],
    ['as the product with a dot', 'i·need'],
    ['as the product and more', 'Anna from i-need'],
    ['with accents', 'Ådmïñ'],
    ['in bold mathematical letters', '𝐀𝐝𝐦𝐢𝐧'],
    ['in script', '𝓢𝓾𝓹𝓹𝓸𝓻𝓽'],
    ['in Fraktur', '𝔄𝔡𝔪𝔦𝔫'],
    ['in double-struck letters', '𝕊𝕦𝕡𝕡𝕠𝕣𝕥 𝕋𝕖𝕒𝕞'],
    ['in monospace with digits', '𝙰𝚍𝚖𝟷𝚗'],
    ['in small capitals', 'ᴀᴅᴍɪɴ'],
    ['in small capitals, all of it', 'ꜱᴜᴘᴘᴏʀᴛ ᴛᴇᴀᴍ'],
    ['in full width', 'Ｍｏｄｅｒａｔｏｒ'],
    ['in circled letters', 'Ⓐⓓⓜⓘⓝ'],
    ['in negative circled letters', '🅐🅓🅜🅘🅝'],
    ['in squared letters', '🄰🄳🄼🄸🄽'],
    ['in negative squared letters', '🅰🅳🅼🅸🅽'],
    ['in letters of flags', '🇦🇩🇲🇮🇳'],
    ['in parenthesized letters', '⒜⒟⒨⒤⒩'],
    ['in superscript', 'ᵃᵈᵐⁱⁿ'],
    ['in Cyrillic and Latin', 'Аdмin'],
    ['in Greek and Latin', 'αdmιn'],
    ['in Cherokee capitals', 'ᎪᎠᎷᎥN'],
    ['in Lisu capitals', 'ꓮꓓꓟꓲꓠ'],
    ['with invisible characters', 'Ad\u200bm\u00adin'],
    ['with signs for letters', '@dmin $upport'],
    ['in Russian', 'Администратор'],
    ['in Chinese', '在线客服'],
    ['in Japanese', 'サポート係'],
    ['in Korean', '관리자'],
    ['in Spanish', 'Administrador'],
    ['in French', 'Modérateur'],
    ['with a stroke for a letter', 'adm|n'],
    ['with an exclamation mark for a letter', 'adm!n'],
    ['as the product with a stroke', '|need'],
    ['as the product with an exclamation mark', '!need'],
    ['as a trade mark', 'iNeed™'],
    ['as a service mark', 'Support℠'],
    ['with an exclamation mark at the end', 'Support!'],
    ['with a rank in brackets', '[MOD] Bob'],
    ['with a rank behind the name', 'Bob (mod)'],
    ['with a rank in small letters', '[m0d] bob'],
    ['with a rank and a colon', 'Mod: Bob'],
    ['with a rank and a bar', 'Bob | Staff'],
    ['with a rank in capitals', 'MOD Bob'],
    ['with a rank in front', 'Staff Bob'],
    ['as one of the mods', 'Bob of the mods'],
  ])('%s: %s', (_, name) => {
    expect(isReserved(name)).toBe(true);
  });
});
