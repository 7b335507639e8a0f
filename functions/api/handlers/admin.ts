import { parseMessageId } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import * as routes from '#contract/routes/admin.ts';
import { actOnAccount, removeMessage, resolveReport, type AdministrationServices } from '../../core/administration.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { isRecordId, timeOfRecord, type Act, type Report } from '../../core/moderation.ts';
import { timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

interface Range {
  readonly before: string | undefined;
  readonly limit: number;
}

export interface AdminServices extends AdministrationServices {
  readonly moderation: AdministrationServices['moderation'] & {
    reports(status: Report['status'] | undefined, range: Range): Promise<readonly Report[]>;
    acts(range: Range): Promise<readonly Act[]>;
  };
}

/** Records of a page where the client names no limit. */
const PAGE = 50;
/** Accounts of a page at most: the user pool answers no more at once. */
const ACCOUNTS_MAX = 60;

export function adminEndpoints(services: AdminServices) {
  const { accounts, moderation, newId, sockets } = services;

  /** A page of records, the newest first. */
  const page = async <R extends { readonly id: string }>(
    scope: readonly string[],
    { cursor, limit = PAGE }: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
    read: (range: Range) => Promise<readonly R[]>,
  ) => {
    const before = cursor === undefined ? undefined : decodeCursor(scope, cursor, isRecordId);
    const found = await read({ before, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, ...(found.length > limit && last && { next: encodeCursor(scope, last.id) }) };
  };

  return [
    endpoint(routes.listAccounts, async ({ caller, query: { prefix = '', cursor, limit = PAGE } }) => {
      const scope = [caller.username, 'accounts', prefix];
      const token = cursor === undefined ? undefined : decodeCursor(scope, cursor, (text) => text !== '');
      const { accounts: found, next } = await accounts.list(prefix, token, Math.min(limit, ACCOUNTS_MAX));
      const items = found.map(({ createdAt, ...account }) => ({ ...account, createdAt: timestampOf(createdAt) }));
      return { status: 200, body: { items, ...(next && { next: encodeCursor(scope, next) }) } };
    }),

    endpoint(routes.disableAccount, async ({ caller, parameters }) => {
      await actOnAccount(services, 'disable', caller.username, parameters.username);
      return { status: 204 };
    }),

    endpoint(routes.enableAccount, async ({ caller, parameters }) => {
      await actOnAccount(services, 'enable', caller.username, parameters.username);
      return { status: 204 };
    }),

    endpoint(routes.signOutAccount, async ({ caller, parameters }) => {
      await actOnAccount(services, 'sign-out', caller.username, parameters.username);
      return { status: 204 };
    }),

    endpoint(routes.listReports, async ({ caller, query: { status, ...range } }) => {
      const scope = [caller.username, 'reports', status ?? ''];
      const { items, ...more } = await page(scope, range, (wanted) => moderation.reports(status, wanted));
      return { status: 200, body: { items: items.map(presentReport), ...more } };
    }),

    endpoint(routes.resolveReport, async ({ caller, parameters: { id } }) => {
      if (!isRecordId(id)) throw notFound();
      await resolveReport(services, caller.username, id);
      return { status: 204 };
    }),

    endpoint(routes.removeMessage, async ({ caller, parameters: { id }, requestId }) => {
      const position = parseMessageId(id);
      if (!position) throw notFound();
      const request = { person: caller.username, position, clientId: newId(), requestId, origin: undefined };
      await removeMessage(services, request, id, sockets.clock);
      return { status: 204 };
    }),

    endpoint(routes.listActs, async ({ caller, query }) => {
      const { items, ...more } = await page([caller.username, 'acts'], query, (wanted) => moderation.acts(wanted));
      return {
        status: 200,
        body: { items: items.map((act) => ({ ...act, at: timestampOf(timeOfRecord(act.id)) })), ...more },
      };
    }),
  ];
}

function presentReport(report: Report) {
  const { id, reporter, reason, status, resolvedBy, resolvedAt } = report;
  const subject =
    'message' in report
      ? { message: { ...report.message, timestamp: timestampOf(report.message.timestamp) } }
      : { user: report.user };
  const resolved = {
    ...(resolvedBy !== undefined && { resolvedBy }),
    ...(resolvedAt !== undefined && { resolvedAt: timestampOf(resolvedAt) }),
  };
  return { id, at: timestampOf(timeOfRecord(id)), reporter, reason, status, ...subject, ...resolved };
}
