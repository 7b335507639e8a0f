/** Suggestions for what people mistype when they sign up: an address at a common provider, and a user name. */

import { USER_NAME_MAX_CHARACTERS, isUserName } from '#contract/user-name.ts';

const COMMON_DOMAINS = [
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'hotmail.co.uk',
  'live.com',
  'msn.com',
  'yahoo.com',
  'yahoo.co.uk',
  'ymail.com',
  'icloud.com',
  'me.com',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'proton.me',
  'protonmail.com',
  'mail.com',
  'yandex.com',
];

/** Shorter domains are one letter from too many others. */
const DOMAIN_MIN_CHARACTERS = 7;

/** Returns the address that was probably meant; undefined if nothing suggests another one. */
export function meantAddress(address: string): string | undefined {
  const at = address.trim().lastIndexOf('@');
  const domain = address
    .trim()
    .slice(at + 1)
    .toLowerCase();
  if (at < 1 || domain.length < DOMAIN_MIN_CHARACTERS || COMMON_DOMAINS.includes(domain)) return undefined;
  const meant = COMMON_DOMAINS.find((common) => common.length >= DOMAIN_MIN_CHARACTERS && isOneSlip(domain, common));
  return meant && `${address.trim().slice(0, at)}@${meant}`;
}

/** True if a letter too many, too few, wrong, or two in the wrong order make the one text the other. */
function isOneSlip(typed: string, meant: string): boolean {
  let same = 0;
  while (same < typed.length && typed[same] === meant[same]) same++;
  const [rest, wanted] = [typed.slice(same), meant.slice(same)];
  const isSwapped = rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
  return (
    rest.slice(1) === wanted ||
    rest === wanted.slice(1) ||
    rest.slice(1) === wanted.slice(1) ||
    (rest.length > 1 && isSwapped)
  );
}

/** Letters that no accent makes of a plain one. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/**
 * Returns a user name like the name that was typed, as `maria-jose` for María José; undefined if it is one already,
 * or if too little of it can be written in the letters of user names.
 */
export function suggestedUserName(typed: string): string | undefined {
  const suggested = typed
    .toLowerCase()
    .replaceAll(/[ßæœøłđðþı]/g, (letter) => SPELLED[letter] ?? '')
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f'’.]/g, '')
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^[-_]+|-+$/g, '')
    .slice(0, USER_NAME_MAX_CHARACTERS);
  return suggested !== typed && isUserName(suggested) ? suggested : undefined;
}
