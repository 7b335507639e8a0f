/** Endpoints of safety: blocking and reporting. */

import * as routes from '#contract/routes/safety.ts';
import { isUserName } from '#contract/user-name.ts';
import { block, listBlocked, unblock, type BlockServices } from '../../core/block.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import type { Conversations, Users } from '../../core/ports.ts';
import { report, type ReportServices } from '../../core/report.ts';
import { presentUser } from '../present.ts';
import { endpoint } from '../router.ts';

export interface SafetyServices extends BlockServices, ReportServices {
  readonly clock: ReportServices['clock'];
  readonly users: Pick<Users, 'get' | 'getMany'>;
  readonly conversations: BlockServices['conversations'] & Pick<Conversations, 'list'>;
}

/** People of a page where the client gives no limit. */
const PAGE = 100;

export const safetyEndpoints = (services: SafetyServices) => [
  endpoint(routes.listBlocks, async ({ caller: { username }, query: { cursor, limit = PAGE } }) => {
    const { users, conversations } = services;
    const scope = [username, 'blocks'];
    const after = cursor === undefined ? undefined : decodeCursor(scope, cursor, isUserName);
    const { names, next } = await listBlocked(conversations, username, { after, limit });
    const blocked = await users.getMany(names);
    const items = blocked
      .filter(({ deletedAt }) => deletedAt === undefined)
      .sort((one, other) => (one.username < other.username ? -1 : 1))
      .map(presentUser);
    return { status: 200, body: { items, ...(next !== undefined && { next: encodeCursor(scope, next) }) } };
  }),

  endpoint(routes.block, async ({ caller, parameters }) => {
    await block(services, caller.username, parameters.username);
    return { status: 204 };
  }),

  endpoint(routes.unblock, async ({ caller, parameters }) => {
    await unblock(services, caller.username, parameters.username);
    return { status: 204 };
  }),

  endpoint(routes.report, async ({ caller, body }) => {
    const { message, user = '', post, thanks, kind, reason = '' } = body;
    const reported =
      message !== undefined ? { message } : post !== undefined ? { post } : thanks ? { thanks } : { user };
    await report(services, { reporter: caller.username, reported, kind, reason });
    return { status: 202 };
  }),
];
