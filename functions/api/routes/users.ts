import * as z from 'zod/mini';
import { route } from '../route.ts';
import { Me, Profile, User, pageOf, paging } from '../schemas.ts';

export const listUsers = route({
  method: 'GET',
  path: '/users',
  operation: 'listUsers',
  summary: 'Everyone but me, in the order of their names',
  access: 'person',
  query: z.strictObject({
    /** Only names that begin with this. */
    prefix: z.optional(z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,29}$/, 'Must be the beginning of a user name'))),
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

export const userRoutes = [listUsers, getUser, getMe] as const;
