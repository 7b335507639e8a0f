/** What administrators do. To everybody else these routes do not exist, whatever they send to them. */
import * as z from 'zod/mini';
import { route } from '../route.ts';
import { Account, Act, Report, ReportStatus, pageOf, paging, userNamePrefix } from '../schemas.ts';

const username = z.strictObject({ username: z.string() });
const id = z.strictObject({ id: z.string() });

export const listAccounts = route({
  method: 'GET',
  path: '/admin/users',
  operation: 'listAccounts',
  summary: 'Everyone who has an account, confirmed or not',
  access: 'administrator',
  query: z.strictObject({
    /** Only names that begin with this. */
    prefix: userNamePrefix,
    limit: paging.limit,
    /** It holds a token of the user pool's own, which has no short form. */
    cursor: z.optional(z.string().check(z.maxLength(8_000))),
  }),
  answers: { 200: pageOf(Account) },
  refusals: ['not-found', 'too-many-requests'],
});

export const disableAccount = route({
  method: 'POST',
  path: '/admin/users/{username}/disable',
  operation: 'disableAccount',
  summary: 'Lock a person out: every session ends, nobody can write to them',
  access: 'administrator',
  parameters: username,
  answers: { 204: null },
  refusals: ['not-found', 'too-many-requests'],
});

export const enableAccount = route({
  method: 'POST',
  path: '/admin/users/{username}/enable',
  operation: 'enableAccount',
  summary: 'Let a disabled person in again',
  access: 'administrator',
  parameters: username,
  answers: { 204: null },
  refusals: ['not-found', 'too-many-requests'],
});

export const signOutAccount = route({
  method: 'POST',
  path: '/admin/users/{username}/sign-out',
  operation: 'signOutAccount',
  summary: 'End every session of a person',
  access: 'administrator',
  parameters: username,
  answers: { 204: null },
  refusals: ['not-found', 'too-many-requests'],
});

export const listReports = route({
  method: 'GET',
  path: '/admin/reports',
  operation: 'listReports',
  summary: 'What people have reported, the newest first',
  access: 'administrator',
  query: z.strictObject({ status: z.optional(ReportStatus), ...paging }),
  answers: { 200: pageOf(Report) },
  refusals: ['not-found'],
});

export const resolveReport = route({
  method: 'POST',
  path: '/admin/reports/{id}/resolve',
  operation: 'resolveReport',
  summary: 'Say that a report has been dealt with',
  access: 'administrator',
  parameters: id,
  answers: { 204: null },
  refusals: ['not-found'],
});

export const removeMessage = route({
  method: 'DELETE',
  path: '/admin/messages/{id}',
  operation: 'removeMessage',
  summary: 'Erase the text of a message; its place in the conversation stays, as removed by a moderator',
  access: 'administrator',
  parameters: id,
  answers: { 204: null },
  refusals: ['not-found', 'unavailable'],
});

export const listActs = route({
  method: 'GET',
  path: '/admin/acts',
  operation: 'listActs',
  summary: 'What administrators have done, the newest first',
  access: 'administrator',
  query: z.strictObject(paging),
  answers: { 200: pageOf(Act) },
  refusals: ['not-found'],
});

export const adminRoutes = [
  listAccounts, disableAccount, enableAccount, signOutAccount, listReports, resolveReport, removeMessage, listActs,
] as const;
