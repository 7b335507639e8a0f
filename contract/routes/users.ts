/** Routes of users: the directory and profiles. */

import * as z from 'zod/mini';
import { described } from '../described.ts';
import { nameFault, nameFaultWords } from '../display-name.ts';
import { route } from '../route.ts';
import { NAME_MAX_CHARACTERS, normalizeName } from '../text.ts';
import { Me, Profile, User } from '../users.ts';
import { About, cursorOf, namePrefix, normalized, pageOf, paging, userNameParameter } from '../values.ts';

/** Not among the values that many functions load: the rules of names are large. */
const DisplayName = described(
  `The name others see: 1 to ${NAME_MAX_CHARACTERS} characters on one line.`,
  normalized(normalizeName, nameFault, (found) => `The text ${nameFaultWords(found)}`),
  ['Bob B.'],
);

const userOrder = z.optional(
  described('`newest`: who joined last, the newest first; without `prefix` and `cursor`.', z.enum(['newest'])),
);

export const listUsers = route({
  method: 'GET',
  path: '/users',
  operation: 'listUsers',
  summary: 'Everyone who is listed but me, in the order of user names',
  access: 'person',
  description:
    'With `prefix`, only people whose user name or display name has words that begin with those of the prefix, ' +
    'without ' +
    'regard to case, accents and punctuation, in the order of the words found. A page may be short, or even empty, ' +
    'although there are more: read on while there is a `next`. With `order`, who joined last, on one page.',
  query: z.strictObject({ prefix: namePrefix, order: userOrder, ...paging, cursor: cursorOf(1_000) }),
  answers: { 200: pageOf(User) },
  refusals: [],
});

export const getUser = route({
  method: 'GET',
  path: '/users/{username}',
  operation: 'getUser',
  summary: 'One person, and whether they are online',
  access: 'person',
  parameters: z.strictObject({ username: userNameParameter }),
  answers: { 200: Profile },
  refusals: ['not-found'],
});

export const getMe = route({
  method: 'GET',
  path: '/me',
  operation: 'getMe',
  summary: 'My own profile',
  access: 'person',
  answers: { 200: Me },
  refusals: ['no-session', 'too-many-requests'],
});

export const updateMe = route({
  method: 'PATCH',
  path: '/me',
  operation: 'updateMe',
  summary: 'Change my profile',
  description: 'Changes the given fields. An empty `about` removes it.',
  access: 'person',
  body: z.strictObject({
    displayName: z.optional(DisplayName),
    about: z.optional(About),
    readReceipts: described('Whether others may see how far I have read.', z.optional(z.boolean())),
    requests: described(
      'Whether every first message to me is a request, not only one that is written from a post.',
      z.optional(z.boolean()),
    ),
    unlisted: described(
      'Whether lists of people leave me out, and searches as well unless they have my whole user name.',
      z.optional(z.boolean()),
    ),
    safetyTold: described('I was shown how to meet somebody safely.', z.optional(z.literal(true))),
  }),
  answers: { 200: Me },
  refusals: ['no-session', 'too-many-requests', 'unavailable'],
});

export const userRoutes = [listUsers, getUser, getMe, updateMe] as const;
