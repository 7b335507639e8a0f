/** Endpoints of administrators. */

import { parseMessageId } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import * as routes from '#contract/routes/admin.ts';
import {
  disableAccount,
  enableAccount,
  keepPost,
  removeMessage,
  removePost,
  removeThanks,
  resetTwoStep,
  resolveReport,
  signOutAccount,
  type AdministrationServices,
} from '../../core/administration.ts';
import { itemsThatFit } from '../../core/answer-size.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { figures, type FiguresServices } from '../../core/feed/figures.ts';
import { isPostId } from '../../core/feed/post-id.ts';
import type { ReportedPosts } from '../../core/feed/reported-posts.ts';
import { linksOfReport, type ReportLinkServices } from '../../core/files/report-links.ts';
import {
  isRecordId,
  reportedPost,
  timeOfRecord,
  type RecordPage,
  type RecordRange,
  type Report,
  type ReportedMessage,
} from '../../core/moderation-record.ts';
import type { Moderation } from '../../core/ports.ts';
import { presentLinks, timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export interface AdminServices extends AdministrationServices, FiguresServices, ReportLinkServices {
  readonly reportedPosts: AdministrationServices['reportedPosts'] & Pick<ReportedPosts, 'listHidden'>;
  readonly index: AdministrationServices['index'] & FiguresServices['index'];
  readonly clock: AdministrationServices['clock'];
  readonly moderation: AdministrationServices['moderation'] &
    Pick<Moderation, 'getReport' | 'listReports' | 'listActs'>;
}

/** Records and accounts of a page where the client gives no limit. */
const PAGE = 50;
/** Most accounts of a page: the user pool returns no more at once. */
const ACCOUNTS_MAX = 60;
const HIDDEN_PAGE = 20;

export const adminEndpoints = (services: AdminServices) => [
  endpoint(routes.listAccounts, async ({ caller, query: { prefix = '', cursor, limit = PAGE } }) => {
    const scope = [caller.username, 'accounts', prefix];
    const token = cursor === undefined ? undefined : decodeCursor(scope, cursor, (text) => text !== '');
    const { accounts, next } = await services.accounts.list(prefix, token, Math.min(limit, ACCOUNTS_MAX));
    const items = accounts.map(({ createdAt, ...account }) => ({ ...account, createdAt: timestampOf(createdAt) }));
    return { status: 200, body: { items, ...(next && { next: encodeCursor(scope, next) }) } };
  }),

  endpoint(routes.disableAccount, async ({ caller, parameters }) => {
    await disableAccount(services, caller.username, parameters.username);
    return { status: 204 };
  }),

  endpoint(routes.enableAccount, async ({ caller, parameters }) => {
    await enableAccount(services, caller.username, parameters.username);
    return { status: 204 };
  }),

  endpoint(routes.signOutAccount, async ({ caller, parameters }) => {
    await signOutAccount(services, caller.username, parameters.username);
    return { status: 204 };
  }),

  endpoint(routes.resetTwoStep, async ({ caller, parameters }) => {
    await resetTwoStep(services, caller.username, parameters.username);
    return { status: 204 };
  }),

  endpoint(routes.listReports, async ({ caller, query: { status, ...paging } }) => {
    const scope = [caller.username, 'reports', status ?? ''];
    const { items, ...more } = await recordPage(scope, paging, (range) =>
      services.moderation.listReports(status, range),
    );
    return { status: 200, body: { items: items.map(presentReport), ...more } };
  }),

  endpoint(routes.resolveReport, async ({ caller, parameters: { id } }) => {
    if (!isRecordId(id)) throw notFound();
    await resolveReport(services, caller.username, id);
    return { status: 204 };
  }),

  endpoint(routes.getReportAttachments, async ({ parameters: { id } }) => {
    if (!isRecordId(id)) throw notFound();
    return { status: 200, body: presentLinks(await linksOfReport(services, id)) };
  }),

  endpoint(routes.removeMessage, async ({ caller, parameters: { id }, requestId }) => {
    const position = parseMessageId(id);
    if (!position) throw notFound();
    const clientId = services.newId();
    const request = { person: caller.username, position, clientId, requestId, origin: undefined };
    await removeMessage(services, request, id);
    return { status: 204 };
  }),

  endpoint(routes.removePost, async ({ caller, parameters, body }) => {
    await removePost(services, caller.username, parameters.id, body.reason);
    return { status: 204 };
  }),

  endpoint(routes.keepPost, async ({ caller, parameters }) => {
    await keepPost(services, caller.username, parameters.id);
    return { status: 204 };
  }),

  endpoint(routes.listHiddenPosts, async ({ caller, query: { cursor, limit = HIDDEN_PAGE } }) => {
    const scope = [caller.username, 'hidden-posts'];
    const after = cursor === undefined ? undefined : decodeCursor(scope, cursor, isPostId);
    const found = await services.reportedPosts.listHidden(after, limit + 1);
    const page = found.slice(0, limit);
    const posts = await Promise.all(page.map(({ post }) => services.posts.get(post)));
    const items = page.flatMap(({ hiddenAt, reports }, i) => {
      const post = posts[i];
      if (!post || post.erasedAt !== undefined) return [];
      return [{ post: reportedPost(post), hiddenAt: timestampOf(hiddenAt), reports: reports.map(presentReport) }];
    });
    const last = found.length > limit ? page.at(-1) : undefined;
    return { status: 200, body: { items, ...(last && { next: encodeCursor(scope, last.post) }) } };
  }),

  endpoint(routes.removeThanks, async ({ caller, parameters: { id, username } }) => {
    await removeThanks(services, caller.username, id, username);
    return { status: 204 };
  }),

  endpoint(routes.getFigures, async () => ({ status: 200, body: { unanswered: await figures(services) } })),

  endpoint(routes.listActs, async ({ caller, query }) => {
    const scope = [caller.username, 'acts'];
    const { items, ...more } = await recordPage(scope, query, (range) => services.moderation.listActs(range));
    const acts = items.map((act) => ({ ...act, at: timestampOf(timeOfRecord(act.id)) }));
    return { status: 200, body: { items: acts, ...more } };
  }),
];

/** Returns a page of records, the newest first, and the cursor of the next page, if there is one. */
async function recordPage<R extends { readonly id: string }>(
  scope: readonly string[],
  { cursor, limit = PAGE }: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
  read: (range: RecordRange) => Promise<RecordPage<R>>,
) {
  const before = cursor === undefined ? undefined : decodeCursor(scope, cursor, isRecordId);
  const { records, next } = await read({ before, limit });
  const items = itemsThatFit(records);
  const after = items.length < records.length ? items.at(-1)?.id : next;
  return { items, ...(after !== undefined && { next: encodeCursor(scope, after) }) };
}

function presentReportedMessage({ timestamp, earlierTexts, ...message }: ReportedMessage) {
  const texts = earlierTexts?.map((text) => ({ ...text, timestamp: timestampOf(text.timestamp) }));
  return { ...message, timestamp: timestampOf(timestamp), ...(texts && { earlierTexts: texts }) };
}

function presentReport(report: Report) {
  const { id, reporter, kind, reason, attachments, filesNotCopied, status, resolvedBy, resolvedAt } = report;
  const subject =
    'message' in report
      ? { message: presentReportedMessage(report.message) }
      : 'post' in report
        ? { post: report.post }
        : 'thanks' in report
          ? { thanks: report.thanks }
          : { user: report.user };
  const evidence = {
    ...(attachments && { attachments: attachments.map(({ file: _key, ...shown }) => shown) }),
    ...(filesNotCopied !== undefined && { filesNotCopied }),
  };
  const resolved = {
    ...(resolvedBy !== undefined && { resolvedBy }),
    ...(resolvedAt !== undefined && { resolvedAt: timestampOf(resolvedAt) }),
  };
  const said = { reporter, ...(kind && { kind }), reason };
  return { id, at: timestampOf(timeOfRecord(id)), ...said, status, ...subject, ...evidence, ...resolved };
}
