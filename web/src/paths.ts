/** Every address of the page. Routes, links and navigation take them from here. */

export const paths = {
  signIn: '/sign-in',
  signUp: '/sign-up',
  confirm: '/confirm',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  conversations: '/conversations',
  people: '/people',
  needs: '/needs',
  newPost: '/needs/new',
  myPosts: '/needs/mine',
  settings: '/settings',
  admin: '/admin',
} as const;

/** Each has a list, and shows beside it what was selected from the list. */
const AREAS = [
  'conversations',
  'people',
  'needs',
  'settings',
  'admin',
] as const satisfies readonly (keyof typeof paths)[];
export type Area = (typeof AREAS)[number];

/** True for the places that people come back to. */
export const isMainArea = (area: Area): boolean => area !== 'settings' && area !== 'admin';

export type SettingsSection =
  | 'profile'
  | 'privacy'
  | 'appearance'
  | 'notifications'
  | 'password'
  | 'two-step'
  | 'sessions'
  | 'thank-yous'
  | 'blocked'
  | 'export'
  | 'deletion';
export type AdminSection = 'reports' | 'figures' | 'people' | 'audit-log';

/** What can be selected in each area: a person's conversation, or a section. */
interface Selections {
  readonly conversations: string;
  readonly people: string;
  /** A post's id, or one of the two pages that are no post: a post's id has a dot. */
  readonly needs: string;
  readonly settings: SettingsSection;
  readonly admin: AdminSection;
}

export const selectionPath = <A extends Area>(area: A, selected: Selections[A]): string => `${paths[area]}/${selected}`;

/**
 * All areas are one route, so that going from one to another keeps the mailbox, and what is open, as they are. Of all
 * that is selected, only a post's id has a dot and capital letters.
 */
export const MESSENGER_ROUTE = new RegExp(
  `^/(?<area>${AREAS.join('|')})(?:/(?<selected>[a-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)?))?/?$`,
);

/** True if an address, with its query, is one of the messenger's. */
export const isMessengerAddress = (address: string): boolean => MESSENGER_ROUTE.test(address.split('?')[0] ?? '');

/** Addresses at which people who are signed in have nothing to do. */
const SIGNED_OUT = new Set<string>([
  '/',
  paths.signIn,
  paths.signUp,
  paths.confirm,
  paths.forgotPassword,
  paths.resetPassword,
]);

/**
 * What the parameters of a query say: where to go after signing in, whose account it is about, and what another app
 * has shared.
 */
type Query = Readonly<Partial<Record<'next' | 'username' | 'confirmed' | 'reset' | 'shared', string>>>;

/**
 * Returns where people go who sign in at an address outside of the messenger, or come to one; undefined if it names
 * nothing. Who has just signed up has no conversations: the needs of others are what there is to see.
 * @param query of that address
 * @param last where they were last on this device
 */
export function landingPath(path: string, { next = '', confirmed }: Query, last = ''): string | undefined {
  if (!SIGNED_OUT.has(path)) return undefined;
  const isNewcomer = path === paths.confirm || confirmed !== undefined;
  return [next, last].find(isMessengerAddress) ?? (isNewcomer ? paths.needs : paths.conversations);
}

export const withQuery = (path: string, query: Query): string => `${path}?${new URLSearchParams(query).toString()}`;

export const parseQuery = (search: string): Query => Object.fromEntries(new URLSearchParams(search));
