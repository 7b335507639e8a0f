/** Routes of administrators. To everyone else these routes do not exist, whatever the request. */

import * as z from 'zod/mini';
import { Links } from '../attachments.ts';
import { described, named } from '../described.ts';
import { Report, ReportStatus, ReportedPost } from '../reports.ts';
import { route } from '../route.ts';
import {
  Reason,
  Timestamp,
  UserName,
  cursorOf,
  limitUpTo,
  messageIdParameter,
  pageOf,
  paging,
  userNameParameter,
  userNamePrefix,
} from '../values.ts';

const Account = named(
  'Account',
  'An account, as administrators see it.',
  z.object({
    username: UserName,
    email: z.string(),
    status: z.enum(['confirmed', 'unconfirmed', 'disabled']),
    createdAt: Timestamp,
  }),
);
export type Account = z.infer<typeof Account>;

/** Hidden posts on a page at most, each with its reports. */
const HIDDEN_POSTS_PER_PAGE = 20;
const HiddenPost = named(
  'HiddenPost',
  'A post that reports hide from everybody but its owner.',
  z.object({
    post: described('As it is now. Without its place.', ReportedPost),
    hiddenAt: Timestamp,
    reports: described('The reports of three people, each with the post as it was.', z.array(Report)),
  }),
);
export type HiddenPost = z.infer<typeof HiddenPost>;

const Act = named(
  'Act',
  'Something that an administrator did.',
  z.object({
    id: z.string(),
    at: Timestamp,
    by: UserName,
    // No list of values: an older page has to read acts of later versions.
    act: described(
      'disable, enable, sign-out, resolve-report, remove-message, remove-post, keep-post, remove-thanks, ' +
        'reset-two-step, or one of a later version.',
      z.string(),
    ),
    subject: described(
      'A user name, or the id of a message, a post or a report. Of a thank-you: the id of the post, `/`, the helper.',
      z.string(),
    ),
  }),
);
export type Act = z.infer<typeof Act>;

const Figures = named(
  'Figures',
  'How well posts are answered.',
  z.object({
    unanswered: z.array(
      z.object({
        days: described('Days after which a post counts as unanswered.', z.int()),
        posts: described('Posts looked at.', z.int()),
        unanswered: described('Those of them that had no offer by then.', z.int()),
      }),
    ),
  }),
);
export type Figures = z.infer<typeof Figures>;

const username = z.strictObject({ username: userNameParameter });
const id = z.strictObject({ id: described('Id of a report.', z.string()) });

export const listAccounts = route({
  method: 'GET',
  path: '/admin/users',
  operation: 'listAccounts',
  summary: 'All accounts, confirmed or not',
  access: 'administrator',
  query: z.strictObject({
    prefix: userNamePrefix,
    limit: limitUpTo(100, '50, and the most is 60'),
    // It holds a token of the user pool, which is long.
    cursor: cursorOf(8_000),
  }),
  answers: { 200: pageOf(Account) },
  refusals: ['no-session', 'second-factor-needed', 'not-found', 'too-many-requests'],
});

export const disableAccount = route({
  method: 'POST',
  path: '/admin/users/{username}/disable',
  operation: 'disableAccount',
  summary: 'Lock a person out',
  description: 'Every session ends, and nobody can write to them.',
  access: 'administrator',
  parameters: username,
  answers: { 204: null },
  refusals: ['no-session', 'second-factor-needed', 'not-found', 'too-many-requests'],
});

export const enableAccount = route({
  method: 'POST',
  path: '/admin/users/{username}/enable',
  operation: 'enableAccount',
  summary: 'Let a disabled person back in',
  access: 'administrator',
  parameters: username,
  answers: { 204: null },
  refusals: ['no-session', 'second-factor-needed', 'not-found', 'too-many-requests'],
});

export const signOutAccount = route({
  method: 'POST',
  path: '/admin/users/{username}/sign-out',
  operation: 'signOutAccount',
  summary: 'End every session of a person',
  access: 'administrator',
  parameters: username,
  answers: { 204: null },
  refusals: ['no-session', 'second-factor-needed', 'not-found', 'too-many-requests'],
});

export const resetTwoStep = route({
  method: 'POST',
  path: '/admin/users/{username}/reset-two-step',
  operation: 'resetTwoStep',
  summary: 'Turn off the two-step sign-in of a person who lost their device',
  description: 'Every session ends. The next sign-in takes the password alone. Refused for oneself (`invalid`).',
  access: 'administrator',
  parameters: username,
  answers: { 204: null },
  refusals: ['no-session', 'second-factor-needed', 'not-found', 'too-many-requests'],
});

export const listReports = route({
  method: 'GET',
  path: '/admin/reports',
  operation: 'listReports',
  summary: 'Reports, newest first',
  access: 'administrator',
  query: z.strictObject({ status: described('Only reports with this status.', z.optional(ReportStatus)), ...paging }),
  answers: { 200: pageOf(Report) },
  refusals: ['no-session', 'second-factor-needed', 'not-found'],
});

export const resolveReport = route({
  method: 'POST',
  path: '/admin/reports/{id}/resolve',
  operation: 'resolveReport',
  summary: 'Mark a report as resolved',
  access: 'administrator',
  parameters: id,
  answers: { 204: null },
  refusals: ['no-session', 'second-factor-needed', 'not-found'],
});

export const getReportAttachments = route({
  method: 'GET',
  path: '/admin/reports/{id}/attachments',
  operation: 'getReportAttachments',
  summary: 'Links to the files of a report',
  description: 'Copies from when it was reported, for 90 days. Empty where it has none, or has them no more.',
  access: 'administrator',
  parameters: id,
  answers: { 200: Links },
  refusals: ['no-session', 'second-factor-needed', 'not-found'],
});

export const removeMessage = route({
  method: 'DELETE',
  path: '/admin/messages/{id}',
  operation: 'removeMessage',
  summary: 'Erase the text of a message',
  description: 'Its place in the conversation stays, marked as removed by a moderator.',
  access: 'administrator',
  parameters: z.strictObject({ id: messageIdParameter }),
  answers: { 204: null },
  refusals: ['no-session', 'second-factor-needed', 'not-found', 'unavailable'],
});

export const removePost = route({
  method: 'PUT',
  path: '/admin/posts/{id}/removal',
  operation: 'removePost',
  summary: 'Remove a post',
  description: 'Nobody but its owner finds it any more, who is shown the reason. A repeat keeps the first reason.',
  access: 'administrator',
  parameters: z.strictObject({ id: described('Id of a post.', z.string()) }),
  body: z.strictObject({ reason: Reason }),
  answers: { 204: null },
  refusals: ['no-session', 'second-factor-needed', 'not-found', 'unavailable'],
});

export const keepPost = route({
  method: 'PUT',
  path: '/admin/posts/{id}/keep',
  operation: 'keepPost',
  summary: 'Keep a post that was reported',
  description: 'If reports hide it, others find it again. Reports hide it no more. A repeat is fine.',
  access: 'administrator',
  parameters: z.strictObject({ id: described('Id of a post.', z.string()) }),
  answers: { 204: null },
  refusals: ['no-session', 'second-factor-needed', 'not-found', 'unavailable'],
});

export const removeThanks = route({
  method: 'DELETE',
  path: '/admin/posts/{id}/thanks/{username}',
  operation: 'removeThanks',
  summary: 'Remove a thank-you',
  description: 'Its text is erased. That the person helped stays.',
  access: 'administrator',
  parameters: z.strictObject({ id: described('Id of the post.', z.string()), username: userNameParameter }),
  answers: { 204: null },
  refusals: ['no-session', 'second-factor-needed', 'not-found', 'unavailable'],
});

export const listHiddenPosts = route({
  method: 'GET',
  path: '/admin/hidden-posts',
  operation: 'listHiddenPosts',
  summary: 'Posts that reports hide until they are kept or removed',
  description:
    'A post is hidden once three people have reported it whose accounts are older than a week. A page may be short, ' +
    'even empty: go on with `next`.',
  access: 'administrator',
  query: z.strictObject({ limit: limitUpTo(HIDDEN_POSTS_PER_PAGE, HIDDEN_POSTS_PER_PAGE), cursor: cursorOf(500) }),
  answers: { 200: pageOf(HiddenPost) },
  refusals: ['no-session', 'second-factor-needed', 'not-found'],
});

export const getFigures = route({
  method: 'GET',
  path: '/admin/figures',
  operation: 'getFigures',
  summary: 'How many posts stay without an answer',
  description: 'Counted from the newest posts that are as old as that and a day older at most.',
  access: 'administrator',
  answers: { 200: Figures },
  refusals: ['no-session', 'second-factor-needed', 'not-found'],
});

export const listActs = route({
  method: 'GET',
  path: '/admin/acts',
  operation: 'listActs',
  summary: 'What administrators did, newest first',
  access: 'administrator',
  query: z.strictObject(paging),
  answers: { 200: pageOf(Act) },
  refusals: ['no-session', 'second-factor-needed', 'not-found'],
});

export const adminRoutes = [
  listAccounts,
  disableAccount,
  enableAccount,
  signOutAccount,
  resetTwoStep,
  listReports,
  resolveReport,
  getReportAttachments,
  removeMessage,
  removePost,
  keepPost,
  listHiddenPosts,
  removeThanks,
  getFigures,
  listActs,
] as const;
