/** Names that speak for the product or mean everybody, which nobody may have: and names that look like one of them. */

const RESERVED = [
  'abuse', 'admin', 'administration', 'administrator', 'admins', 'all', 'anonymous', 'anyone', 'api', 'billing', 'bot', 'channel',
  'contact', 'deleted', 'deleted-user', 'everybody', 'everyone', 'feedback', 'help', 'helpdesk', 'here', 'hostmaster', 'info', 'mail',
  'mailer-daemon', 'me', 'message-center', 'messages', 'moderation', 'moderator', 'moderators', 'mods', 'myself', 'no-reply', 'nobody',
  'none', 'notifications', 'null', 'official', 'operator', 'postmaster', 'privacy', 'root', 'safety', 'security', 'self', 'service',
  'someone', 'staff', 'superuser', 'support', 'sysadmin', 'system', 'team', 'undefined', 'webmaster', 'www', 'you',
] as const;

/** What a name looks like at a glance: alike for names that a hurried reader takes for one another. */
const appearanceOf = (username: string): string =>
  username
    .replaceAll(/[-_]/g, '')
    .replaceAll('rn', 'm')
    .replaceAll('0', 'o')
    .replaceAll(/[1l]/g, 'i');

const appearances: ReadonlySet<string> = new Set(RESERVED.map(appearanceOf));

/** Whether a user name is one that nobody may have, or looks like one. */
export const isReserved = (username: string): boolean => appearances.has(appearanceOf(username));
