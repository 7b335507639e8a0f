/** Reserved names: those that speak for the product or mean everyone, and those that look like one of them. */

import { plainLetters, skeletonOf, strokesAsLetters, wordsOf } from './appearance.ts';

const RESERVED = [
  'abuse',
  'admin',
  'administration',
  'administrator',
  'admins',
  'all',
  'anonymous',
  'anyone',
  'api',
  'billing',
  'bot',
  'channel',
  'contact',
  'customer-care',
  'deleted',
  'deleted-user',
  'everybody',
  'everyone',
  'feedback',
  'help',
  'helpdesk',
  'here',
  'hostmaster',
  'info',
  'mail',
  'mailer-daemon',
  'me',
  'message-center',
  'messages',
  'moderation',
  'moderator',
  'moderators',
  'mods',
  'myself',
  'no-reply',
  'nobody',
  'none',
  'notifications',
  'null',
  'official',
  'operator',
  'postmaster',
  'privacy',
  'root',
  'safety',
  'security',
  'self',
  'service',
  'someone',
  'staff',
  'superuser',
  'support',
  'sysadmin',
  'system',
  'team',
  'undefined',
  'verified',
  'webmaster',
  'www',
  'you',
] as const;

/** Names of the product, and the words for its staff that are no one's name: reserved wherever they are a word. */
const STAFF = [
  'admin',
  'administrator',
  'administration',
  'admins',
  'moderator',
  'moderators',
  'mods',
  'sysadmin',
  'superuser',
  'helpdesk',
  'webmaster',
  'i-need',
  'message-center',
  'message-centre',
  // In the languages of the most people.
  'administrador',
  'administrateur',
  'amministratore',
  'moderador',
  'moderateur',
  'moderatore',
  'админ',
  'администратор',
  'модератор',
  'техподдержка',
  'एडमिन',
] as const;

/** The same where words are written without spaces, and others for support: reserved wherever they are. */
const STAFF_WITHOUT_SPACES = ['管理员', '管理員', '管理者', '客服', '運営', 'サポート', '관리자', '운영자', '고객센터'];

/** Words that leave a reserved name what it is: the admin, support team 24, my official helpdesk. */
const AROUND = [
  'account',
  'accounts',
  'agent',
  'app',
  'care',
  'center',
  'centre',
  'chat',
  'customer',
  'department',
  'desk',
  'group',
  'live',
  'online',
  'our',
  'real',
  'site',
  'the',
  'true',
  'user',
  'users',
  'web',
  'your',
  'yours',
] as const;

/** Longer texts are no names. */
const LONGEST_UNITS = 2_000;
/** Reserved names may not be combined either, except the shortest: there are people called Youyou. */
const COMBINED_MIN = 4;

/** Returns the skeleton of a name without what parts its words. */
const joined = (name: string): string => skeletonOf(wordsOf(name).join(''));

/** The lists as they look. A bundle without names leaves them out: hence the annotation. */
const lists = /* @__PURE__ */ readLists();

function readLists() {
  const reserved: ReadonlySet<string> = new Set([...RESERVED, ...STAFF].map(joined));
  return {
    reserved,
    staff: new Set(STAFF.map(joined)) as ReadonlySet<string>,
    staffWithoutSpaces: STAFF_WITHOUT_SPACES.map(joined),
    parts: [...reserved].filter(({ length }) => length >= COMBINED_MIN),
    around: AROUND.map(joined),
  };
}

/**
 * Words that are staff's as a rank (`[MOD] Bob`, `Bob (staff)`, `Mod: Bob`, `Staff Bob`), and parts of people's names
 * otherwise, as in Mod Helmy and Leopold Staff.
 */
const RANK =
  /(?:^|[[({<|/]) *(?:mod|staff) *[\])}>|:/]|[[({<|:/] *(?:mod|staff) *(?:$|[\])}>|:/])|^[^a-z]*staff +[a-z]/;
/** The same in capitals, beside a name that is not. */
const RANK_IN_CAPITALS = /(?<!\p{L})(?:MOD|STAFF)(?!\p{L})/u;

/** True if a user name or display name is reserved, looks like a reserved name, or is made around one. */
export function isReserved(name: string): boolean {
  if (name.length > LONGEST_UNITS) return false;
  return [name, strokesAsLetters(name)].some(isReservedAsRead) || hasRank(name);
}

const hasRank = (name: string): boolean =>
  RANK.test(skeletonOf(plainLetters(name))) || (/\p{Ll}/u.test(name) && RANK_IN_CAPITALS.test(name.normalize('NFKC')));

function isReservedAsRead(name: string): boolean {
  const words = wordsOf(name);
  const whole = words.join('');
  if (lists.staffWithoutSpaces.some((each) => skeletonOf(whole).includes(each))) return true;
  return readings(whole).some((each) => lists.reserved.has(each) || isMadeOf(each)) || hasStaff(words);
}

/** Returns what a text reads as, with its digits as letters or as numbers around and between the words. */
function readings(text: string): string[] {
  const outer = [text, text.replace(/[0-9]+$/, ''), text.replace(/^[0-9]+/, ''), text.replace(/^[0-9]+|[0-9]+$/g, '')];
  return [...new Set([...outer.map(skeletonOf), skeletonOf(text.replaceAll(/\p{N}/gu, ''))])];
}

/** True if a word, or neighbouring words together, name the product or its staff. */
const hasStaff = (words: readonly string[]): boolean =>
  words.some((word, i) =>
    [word, word + (words[i + 1] ?? '')].some((each) => readings(each).some((reading) => lists.staff.has(reading))),
  );

/** True if a text is made of reserved names and the words around them, of at least one reserved name. */
function isMadeOf(text: string): boolean {
  /** Where words end that begin at the start, without and with a reserved name among them. */
  const ends = [new Set([0]), new Set<number>()] as const;
  const [without, having] = ends;
  const { around, parts } = lists;
  // The sets grow while we iterate over them; an end that is in one already is not visited again.
  for (const end of without) {
    for (const word of around) if (text.startsWith(word, end)) without.add(end + word.length);
    for (const part of parts) if (text.startsWith(part, end)) having.add(end + part.length);
  }
  for (const end of having)
    for (const word of [...around, ...parts]) if (text.startsWith(word, end)) having.add(end + word.length);
  return having.has(text.length);
}
