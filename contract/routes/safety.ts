/** Routes of safety: blocking and reporting. */

import * as z from 'zod/mini';
import { described } from '../described.ts';
import { fault } from '../fault.ts';
import { ReportKind } from '../report-kind.ts';
import { route } from '../route.ts';
import { User } from '../users.ts';
import { Reason, UserName, limitUpTo, pageOf, paging, userNameParameter } from '../values.ts';

const username = z.strictObject({ username: userNameParameter });

export const listBlocks = route({
  method: 'GET',
  path: '/blocks',
  operation: 'listBlocks',
  summary: 'The people I have blocked, in the order of their names',
  description: 'A page may be short, or even empty, although there are more: read on while there is a `next`.',
  access: 'person',
  query: z.strictObject({ ...paging, limit: limitUpTo(100, 100) }),
  answers: { 200: pageOf(User) },
  refusals: [],
});

export const block = route({
  method: 'PUT',
  path: '/blocks/{username}',
  operation: 'block',
  summary: 'Block a person',
  description: 'They cannot write to me, and cannot see whether I am online or what I have read.',
  access: 'person',
  parameters: username,
  answers: { 204: null },
  refusals: ['no-session', 'not-found'],
});

export const unblock = route({
  method: 'DELETE',
  path: '/blocks/{username}',
  operation: 'unblock',
  summary: 'Let a person write to me again',
  access: 'person',
  parameters: username,
  answers: { 204: null },
  refusals: ['no-session', 'not-found'],
});

export const report = route({
  method: 'POST',
  path: '/reports',
  operation: 'report',
  summary: 'Report a message, a person, a post or a thank-you to the administrators',
  description: 'Stored as it is now; of a post all but its place.',
  access: 'person',
  body: described(
    'A message, a person, a post or a thank-you.',
    z
      .strictObject({
        message: described('Id of a message I can read.', z.optional(z.string())),
        user: z.optional(UserName),
        post: described('Id of a post I can read.', z.optional(z.string())),
        thanks: described(
          'A thank-you I can read.',
          z.optional(z.strictObject({ post: z.string(), helper: UserName })),
        ),
        kind: z.optional(ReportKind),
        reason: z.optional(Reason),
      })
      .check(
        z.refine(
          ({ message, user, post, thanks }) =>
            [message, user, post, thanks].filter((each) => each !== undefined).length === 1,
          'Must be one of a message, a user, a post and a thank-you',
        ),
        z.refine(
          ({ kind, reason }) => kind !== undefined || reason !== undefined,
          fault('missing', 'Must be given, unless `kind` is', ['reason']),
        ),
      ),
    [{ user: 'bob', kind: 'fraud', reason: 'Asks for money.' }],
  ),
  answers: { 202: null },
  refusals: ['no-session', 'not-found', 'too-many-requests'],
});

export const safetyRoutes = [listBlocks, block, unblock, report] as const;
