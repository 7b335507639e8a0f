/**
 * The walk over the API: one request of every route, each with its preparation. A route that is missing here is a
 * compile error.
 */
import type { routes } from '#contract/routes.ts';
import * as accounts from '#contract/routes/accounts.ts';
import * as admin from '#contract/routes/admin.ts';
import * as conversations from '#contract/routes/conversations.ts';
import { exportMe } from '#contract/routes/export.ts';
import * as me from '#contract/routes/me.ts';
import * as messages from '#contract/routes/messages.ts';
import { getOpenApi } from '#contract/routes/openapi.ts';
import * as posts from '#contract/routes/posts.ts';
import * as safety from '#contract/routes/safety.ts';
import * as twoStep from '#contract/routes/two-step.ts';
import * as users from '#contract/routes/users.ts';
import { totpCode } from '#local/cognito/totp.ts';
import { emailOf, PASSWORD, TEXT } from './constants.ts';
import type { Step } from './step.ts';
import { attachmentRequests } from './walk-attachments.ts';
import { feedRequests, newPost, offer, thanked } from './walk-feed.ts';
import { forYouRequests } from './walk-for-you.ts';
import { pushRequests } from './walk-push.ts';

type Operation = (typeof routes)[keyof typeof routes][number]['operation'];

const EMOJI = '👍';
export const requests: Readonly<Record<Operation, Step>> = {
  signUp: async ({ outsider }) => {
    const body = { username: 'somebody-new', email: emailOf('somebody-new'), password: PASSWORD };
    return () => outsider().call(accounts.signUp, { body });
  },
  resendCode: async ({ outsider, newcomer }) => {
    const username = await newcomer();
    return () => outsider().call(accounts.resendCode, { body: { username } });
  },
  confirmSignUp: async ({ outsider, newcomer, codeFor }) => {
    const username = await newcomer();
    const code = await codeFor(username);
    return () => outsider().call(accounts.confirmSignUp, { body: { username, code } });
  },
  signIn: async ({ outsider, ann }) => {
    const body = { username: ann.username, password: PASSWORD };
    return () => outsider().call(accounts.signIn, { body });
  },
  refresh: async ({ signIn, ann }) => {
    const session = await signIn(ann.username);
    return () => session.call(accounts.refresh, {});
  },
  signOut: async ({ signIn, ann }) => {
    const session = await signIn(ann.username);
    return () => session.call(accounts.signOut, { body: {} });
  },
  forgotPassword: async ({ outsider, member }) => {
    const { username } = await member();
    return () => outsider().call(accounts.forgotPassword, { body: { username } });
  },
  resetPassword: async ({ outsider, member, codeFor }) => {
    const { username } = await member();
    await outsider().call(accounts.forgotPassword, { body: { username } });
    const body = { username, code: await codeFor(username), password: `${PASSWORD} 2` };
    return () => outsider().call(accounts.resetPassword, { body });
  },
  changePassword: async ({ member }) => {
    const { session } = await member();
    return () => session.call(accounts.changePassword, { body: { password: PASSWORD, newPassword: `${PASSWORD} 2` } });
  },

  listSessions:
    async ({ ann }) =>
    () =>
      ann.session.call(me.listSessions, {}),
  endSession: async ({ member, signIn, connect }) => {
    const { username, session } = await member();
    await connect(await signIn(username));
    const { items } = await session.call(me.listSessions, {});
    return () => session.call(me.endSession, { parameters: { session: items[0]?.session ?? '' } });
  },
  getMe:
    async ({ ann }) =>
    () =>
      ann.session.call(users.getMe, {}),
  updateMe:
    async ({ ann }) =>
    () =>
      ann.session.call(users.updateMe, { body: { about: 'Walks over every route.' } }),
  exportMe:
    async ({ ann }) =>
    () =>
      ann.session.call(exportMe, { query: {} }),
  startTwoStep: async ({ member }) => {
    const { session } = await member();
    return () => session.call(twoStep.startTwoStep, {});
  },
  turnOnTwoStep: async ({ member }) => {
    const { session } = await member();
    const { secret } = await session.call(twoStep.startTwoStep, {});
    const body = { password: PASSWORD, code: totpCode(secret, Date.now()) };
    return () => session.call(twoStep.turnOnTwoStep, { body });
  },
  turnOffTwoStep: async ({ member }) => {
    const { session } = await member();
    const { secret } = await session.call(twoStep.startTwoStep, {});
    const given = { password: PASSWORD, code: totpCode(secret, Date.now()) };
    // By the route, so that this session keeps its access token, which the API takes for some minutes more.
    await session.call(twoStep.turnOnTwoStep, { body: given });
    // Each code works once: the one of the next step is taken half a minute early.
    const body = { password: PASSWORD, code: totpCode(secret, Date.now() + 30_000) };
    return () => session.call(twoStep.turnOffTwoStep, { body });
  },
  deleteAccount: async ({ member, message }) => {
    const { username, session } = await member();
    await message(username);
    return () => session.call(me.deleteAccount, { body: { password: PASSWORD } });
  },

  listUsers: async ({ ann }) => {
    // The first list of a message center notes the initials that names have, once and for all.
    await ann.session.call(users.listUsers, { query: {} });
    return () => ann.session.call(users.listUsers, { query: {} });
  },
  getUser:
    async ({ ann, ben }) =>
    () =>
      ann.session.call(users.getUser, { parameters: { username: ben.username } }),

  sendMessage: async ({ message }) => {
    await message();
    return () => message();
  },
  listMessages:
    async ({ ann, ben }) =>
    () =>
      ann.session.call(messages.listMessages, { query: { target: ben.username } }),
  getMessage: async ({ ben, message }) => {
    const { id } = await message();
    return () => ben.session.call(messages.getMessage, { parameters: { id } });
  },
  listEarlierTexts: async ({ ann, ben, message }) => {
    const { id } = await message();
    await ann.session.call(messages.editMessage, { parameters: { id }, body: { body: `${TEXT}!` } });
    return () => ben.session.call(messages.listEarlierTexts, { parameters: { id }, query: {} });
  },
  editMessage: async ({ ann, message }) => {
    const { id } = await message();
    return () => ann.session.call(messages.editMessage, { parameters: { id }, body: { body: `${TEXT}!` } });
  },
  deleteMessage: async ({ ann, message }) => {
    const { id } = await message();
    return () => ann.session.call(messages.deleteMessage, { parameters: { id } });
  },
  addReaction: async ({ ben, message }) => {
    const { id } = await message();
    return () => ben.session.call(messages.addReaction, { parameters: { id, emoji: EMOJI } });
  },
  removeReaction: async ({ ben, message }) => {
    const { id } = await message();
    await ben.session.call(messages.addReaction, { parameters: { id, emoji: EMOJI } });
    return () => ben.session.call(messages.removeReaction, { parameters: { id, emoji: EMOJI } });
  },

  listConversations:
    async ({ ann }) =>
    () =>
      ann.session.call(conversations.listConversations, { query: {} }),
  getConversation:
    async ({ ann, ben }) =>
    () =>
      ann.session.call(conversations.getConversation, { parameters: { peer: ben.username } }),
  readLog: async ({ ben, ann, message }) => {
    const { seq } = await message();
    const parameters = { peer: ann.username };
    return () => ben.session.call(conversations.readLog, { parameters, query: { after: seq - 1 } });
  },
  searchMessages:
    async ({ ann, ben }) =>
    () =>
      ann.session.call(conversations.searchMessages, {
        parameters: { peer: ben.username },
        query: { text: 'nothing like it' },
      }),
  markRead: async ({ ben, ann, message }) => {
    const { seq } = await message();
    return () => ben.session.call(conversations.markRead, { parameters: { peer: ann.username }, body: { seq } });
  },
  updateConversation:
    async ({ ann, ben }) =>
    () =>
      ann.session.call(conversations.updateConversation, {
        parameters: { peer: ben.username },
        body: { pinned: true },
      }),

  listBlocks:
    async ({ ann }) =>
    () =>
      ann.session.call(safety.listBlocks, { query: {} }),
  block: async ({ ann, member }) => {
    const { username } = await member();
    return () => ann.session.call(safety.block, { parameters: { username } });
  },
  unblock: async ({ ann, member }) => {
    const { username } = await member();
    await ann.session.call(safety.block, { parameters: { username } });
    return () => ann.session.call(safety.unblock, { parameters: { username } });
  },
  ...attachmentRequests,
  ...feedRequests,
  ...forYouRequests,
  ...pushRequests,
  report: async ({ ben, message }) => {
    const { id } = await message();
    return () => ben.session.call(safety.report, { body: { message: id, reason: 'Asks for money.' } });
  },

  listAccounts:
    async ({ administrator }) =>
    () =>
      administrator.session.call(admin.listAccounts, { query: {} }),
  disableAccount: async ({ administrator, member }) => {
    const { username } = await member();
    return () => administrator.session.call(admin.disableAccount, { parameters: { username } });
  },
  enableAccount: async ({ administrator, member }) => {
    const { username } = await member();
    await administrator.session.call(admin.disableAccount, { parameters: { username } });
    return () => administrator.session.call(admin.enableAccount, { parameters: { username } });
  },
  signOutAccount: async ({ administrator, member }) => {
    const { username } = await member();
    return () => administrator.session.call(admin.signOutAccount, { parameters: { username } });
  },
  resetTwoStep: async ({ administrator, member }) => {
    const { username } = await member();
    return () => administrator.session.call(admin.resetTwoStep, { parameters: { username } });
  },
  listReports:
    async ({ administrator }) =>
    () =>
      administrator.session.call(admin.listReports, { query: {} }),
  resolveReport: async ({ administrator }) => {
    const { items } = await administrator.session.call(admin.listReports, { query: {} });
    return () => administrator.session.call(admin.resolveReport, { parameters: { id: items[0]?.id ?? '' } });
  },
  getReportAttachments: async ({ administrator }) => {
    const { items } = await administrator.session.call(admin.listReports, { query: {} });
    const id = items[0]?.id ?? '';
    return () => administrator.session.call(admin.getReportAttachments, { parameters: { id } });
  },
  removeMessage: async ({ administrator, message }) => {
    const { id } = await message();
    return () => administrator.session.call(admin.removeMessage, { parameters: { id } });
  },
  removePost: async ({ administrator, member }) => {
    const { session } = await member();
    const { id } = await session.call(posts.createPost, { body: newPost() });
    const body = { reason: 'An advertisement.' };
    return () => administrator.session.call(admin.removePost, { parameters: { id }, body });
  },
  keepPost: async ({ administrator, member }) => {
    const { session } = await member();
    const { id } = await session.call(posts.createPost, { body: newPost() });
    return () => administrator.session.call(admin.keepPost, { parameters: { id } });
  },
  listHiddenPosts:
    async ({ administrator }) =>
    () =>
      administrator.session.call(admin.listHiddenPosts, { query: {} }),
  removeThanks: async (scene) => {
    const { helper, id } = await thanked(scene);
    const parameters = { id, username: helper.username };
    return () => scene.administrator.session.call(admin.removeThanks, { parameters });
  },
  getFigures:
    async ({ administrator }) =>
    () =>
      administrator.session.call(admin.getFigures, {}),
  listActs:
    async ({ administrator }) =>
    () =>
      administrator.session.call(admin.listActs, { query: {} }),

  getOpenApi:
    async ({ outsider }) =>
    () =>
      outsider().call(getOpenApi, {}),
};

/** Requests whose cost is different the first time. */
export const firsts: Readonly<Record<string, Step>> = {
  'sendMessage, the first to somebody': async ({ member, message }) => {
    const { username } = await member();
    return () => message(username);
  },
  'sendMessage, an offer to somebody new': offer,
};
