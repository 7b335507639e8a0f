import * as z from 'zod/mini';
import { route } from '../route.ts';
import { About, DisplayName, Exported, Me, Profile, User, pageOf, paging, userNamePrefix } from '../schemas.ts';

export const listUsers = route({
  method: 'GET',
  path: '/users',
  operation: 'listUsers',
  summary: 'Everyone but me, in the order of their names',
  access: 'person',
  query: z.strictObject({
    /** Only names that begin with this. */
    prefix: userNamePrefix,
    ...paging,
  }),
  answers: { 200: pageOf(User) },
  refusals: [],
});

export const getUser = route({
  method: 'GET',
  path: '/users/{username}',
  operation: 'getUser',
  summary: 'One person, and whether they are online',
  access: 'person',
  parameters: z.strictObject({ username: z.string() }),
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
  summary: 'Change my profile: what is given; an empty `about` removes it',
  access: 'person',
  body: z.strictObject({
    displayName: z.optional(DisplayName),
    about: z.optional(About),
    /** Whether others may see how far I have read. */
    readReceipts: z.optional(z.boolean()),
  }),
  answers: { 200: Me },
  refusals: ['no-session', 'too-many-requests'],
});

export const exportMe = route({
  method: 'GET',
  path: '/me/export',
  operation: 'exportMe',
  summary: 'Everything of mine, page by page',
  access: 'person',
  query: z.strictObject({ cursor: paging.cursor }),
  answers: { 200: pageOf(Exported) },
  refusals: ['no-session', 'too-many-requests'],
});

export const userRoutes = [listUsers, getUser, getMe, updateMe, exportMe] as const;
