import * as z from 'zod/mini';
import { route } from '../route.ts';
import { LiveSession } from '../schemas.ts';
import { Password } from './accounts.ts';

export const listSessions = route({
  method: 'GET',
  path: '/me/sessions',
  operation: 'listSessions',
  summary: 'My sessions that are connected right now, the one connected last first',
  access: 'person',
  answers: { 200: z.object({ items: z.array(LiveSession) }) },
  refusals: [],
});

export const endSession = route({
  method: 'DELETE',
  path: '/me/sessions/{session}',
  operation: 'endSession',
  summary: 'End one of my sessions: its sockets close, and it can not be refreshed',
  access: 'person',
  parameters: z.strictObject({ session: z.string() }),
  answers: { 204: null },
  refusals: ['not-found'],
});

export const deleteAccount = route({
  method: 'DELETE',
  path: '/me',
  operation: 'deleteAccount',
  summary: 'Remove my account; the people I wrote with keep our conversations',
  access: 'person',
  body: z.strictObject({ password: Password }),
  answers: { 204: null },
  refusals: ['wrong-credentials', 'too-many-requests'],
});

export const meRoutes = [listSessions, endSession, deleteAccount] as const;
