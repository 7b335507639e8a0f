/** Reserved names: those that speak for the product or mean everyone, and those that look like one of them. */

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
  'webmaster',
  'www',
  'you',
] as const;

/** Letters of other scripts, and the Latin letters they look like. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ı: 'i',
};

/** Returns what a name looks like at a glance: the same for names that a hurried reader confuses. */
const appearanceOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll(/[^a-z]/gu, (letter) => LOOKALIKES[letter] ?? letter)
    .replaceAll('rn', 'm')
    .replaceAll('0', 'o')
    .replaceAll(/[1l]/g, 'i');

const appearances: ReadonlySet<string> = new Set(RESERVED.map(appearanceOf));

/** Reserved names may not be combined either, except the shortest: there are people called Youyou. */
const parts = [...appearances].filter(({ length }) => length >= 4);

/** True if a user name or display name is reserved, looks like a reserved name, or is made of several. */
export function isReserved(name: string): boolean {
  const appearance = appearanceOf(name);
  return appearances.has(appearance) || isMadeOf(appearance);
}

function isMadeOf(appearance: string): boolean {
  const ends = new Set([0]);
  // The set grows while we iterate over it; an end that is in it already is not visited again.
  for (const end of ends) {
    for (const part of parts) if (appearance.startsWith(part, end)) ends.add(end + part.length);
  }
  return appearance !== '' && ends.has(appearance.length);
}
