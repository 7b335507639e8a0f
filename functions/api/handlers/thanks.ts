/** Endpoints of what became of a post. */

import * as routes from '#contract/routes/thanks.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { readOutcome, type OutcomeServices } from '../../core/feed/outcome.ts';
import { isPostId } from '../../core/feed/post-id.ts';
import { listThanks, showThanks, type ThanksServices } from '../../core/feed/thanks.ts';
import { countSmallWrite } from '../../core/limits.ts';
import type { Counters } from '../../core/ports.ts';
import { presentThanks } from '../present-thanks.ts';
import { timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export interface ThanksEndpointServices extends OutcomeServices, ThanksServices {
  readonly owners: OutcomeServices['owners'];
  readonly counters: Counters;
}

/** Thank-yous of a page where the client gives no limit. */
const PAGE = 20;

export const thanksEndpoints = (services: ThanksEndpointServices) => [
  endpoint(routes.getOutcome, async ({ caller, parameters }) => ({
    status: 200,
    body: await readOutcome(services, caller.username, parameters.id),
  })),

  endpoint(routes.listThanks, async ({ caller, parameters: { username }, query: { limit = PAGE, cursor } }) => {
    const scope = [caller.username, 'thanks', username];
    const after = cursor === undefined ? undefined : decodeCursor(scope, cursor, isPostId);
    const { found, help, helper, next } = await listThanks(services, caller.username, username, { after, limit });
    return {
      status: 200,
      body: {
        items: found.map((thanks) => presentThanks(thanks, caller.username === username)),
        ...(help && { help: { ...help, createdAt: timestampOf(helper.createdAt) } }),
        ...(next !== undefined && { next: encodeCursor(scope, next) }),
      },
    };
  }),

  endpoint(routes.showThanks, async ({ caller, parameters, body }) => {
    await countSmallWrite(services.counters, caller.username, services.clock.now());
    await showThanks(services, caller.username, parameters.id, body.shown);
    return { status: 204 };
  }),
];
