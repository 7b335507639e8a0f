/** Routes of my own sessions and account. */

import * as z from 'zod/mini';
import { described, named } from '../described.ts';
import { route } from '../route.ts';
import { Timestamp } from '../values.ts';
import { NeededCode, Password } from './accounts.ts';

const LiveSession = named(
  'LiveSession',
  'A session with a socket open.',
  z.object({
    session: described('Identifies the session. Not a secret: it can only be used to end the session.', z.string()),
    device: described('What it runs on, if known.', z.string(), ['Firefox on Linux']),
    connectedAt: described('When its oldest open socket connected.', Timestamp),
    current: described('Whether it is the session of this request.', z.boolean()),
  }),
);
export type LiveSession = z.infer<typeof LiveSession>;

export const listSessions = route({
  method: 'GET',
  path: '/me/sessions',
  operation: 'listSessions',
  summary: 'My connected sessions',
  description: 'The one connected last comes first.',
  access: 'person',
  answers: { 200: z.object({ items: z.array(LiveSession) }) },
  refusals: [],
});

export const endSession = route({
  method: 'DELETE',
  path: '/me/sessions/{session}',
  operation: 'endSession',
  summary: 'End one of my sessions',
  description: 'Its sockets close, and it cannot be refreshed.',
  access: 'person',
  parameters: z.strictObject({ session: described('The `session` from the list.', z.string()) }),
  answers: { 204: null },
  refusals: ['no-session', 'not-found', 'too-many-requests'],
});

export const deleteAccount = route({
  method: 'DELETE',
  path: '/me',
  operation: 'deleteAccount',
  summary: 'Delete my account',
  description:
    'The people I wrote with keep our conversations. Once the password is right, the deletion is carried out, even if ' +
    'the answer is an error or never comes.',
  access: 'person',
  checksCaller: true,
  body: z.strictObject({ password: Password, code: NeededCode }),
  answers: { 204: null },
  refusals: ['no-session', 'wrong-credentials', 'code-needed', 'wrong-code', 'too-many-requests'],
});

export const meRoutes = [listSessions, endSession, deleteAccount] as const;
