/** Routes of users: the directory, profiles, and the export of my data. */

import * as z from 'zod/mini';
import { described, named } from '../described.ts';
import { Post, ShownPlace } from '../posts.ts';
import { route } from '../route.ts';
import { Entry } from '../schemas.ts';
import { NAME_MAX_CHARACTERS, nameProblem, normalizeName } from '../text.ts';
import { Me, Profile, User } from '../users.ts';
import {
  About,
  Seq,
  Timestamp,
  UserName,
  cursorOf,
  namePrefix,
  normalized,
  pageOf,
  paging,
  userNameParameter,
} from '../values.ts';

/** Not among the values that many functions load: the rules of names are large. */
const DisplayName = described(
  `The name others see: 1 to ${NAME_MAX_CHARACTERS} characters on one line.`,
  normalized(normalizeName, nameProblem),
  ['Bob B.'],
);

const pieces = [
  z.extend(Me, { type: z.literal('profile') }),
  z.object({
    type: z.literal('conversation'),
    peer: UserName,
    createdAt: Timestamp,
    readSeq: Seq,
    muted: z.boolean(),
    pinned: z.boolean(),
    declined: z.optional(z.literal(true)),
  }),
  z.object({ type: z.literal('block'), username: UserName }),
  z.object({ type: z.literal('entry'), entry: Entry }),
  z.object({ type: z.literal('post'), post: Post }),
  z.object({
    type: described(
      'A square I have posted from, the latest last: a post next to it shows it again.',
      z.literal('square'),
    ),
    place: ShownPlace,
  }),
] as const;
/** A piece as this version sends it. */
const Exported = z.discriminatedUnion('type', pieces);
export type Exported = z.infer<typeof Exported>;

const isKnownType = (type: string): boolean => pieces.some(({ shape }) => shape.type.safeParse(type).success);

/** What another version sends belongs to its owner as well, so a client keeps it as it is. */
const UnknownExported = z.looseObject({
  type: z.string().check(z.refine((type) => !isKnownType(type), 'Must have the fields of its type')),
});

const AnyExported = named(
  'Exported',
  'A piece of my data. A client keeps types that are not described here as they are.',
  z.union([Exported, UnknownExported]),
);

export const listUsers = route({
  method: 'GET',
  path: '/users',
  operation: 'listUsers',
  summary: 'Everyone but me, in the order of user names',
  access: 'person',
  description:
    'With `prefix`, only people whose user name or display name has words that begin with those of the prefix, without ' +
    'regard to case, accents and punctuation, in the order of the words found. A page may be short, or even empty, ' +
    'although there are more: read on while there is a `next`.',
  query: z.strictObject({ prefix: namePrefix, ...paging, cursor: cursorOf(1_000) }),
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
  }),
  answers: { 200: Me },
  refusals: ['no-session', 'too-many-requests', 'unavailable'],
});

export const exportMe = route({
  method: 'GET',
  path: '/me/export',
  operation: 'exportMe',
  summary: 'All my data, page by page',
  description:
    'My profile, conversations and blocks, every entry of those conversations, my posts with their places as they are ' +
    'stored, and the squares I have used. Not my reports: they belong to the administrators.',
  access: 'person',
  query: z.strictObject({ cursor: paging.cursor }),
  answers: { 200: pageOf(AnyExported) },
  refusals: ['no-session', 'too-many-requests'],
});

export const userRoutes = [listUsers, getUser, getMe, updateMe, exportMe] as const;
