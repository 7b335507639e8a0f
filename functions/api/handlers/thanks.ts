/** Endpoints of what became of a post. */

import * as routes from '#contract/routes/thanks.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { readOutcome, type OutcomeServices } from '../../core/feed/outcome.ts';
import type { Posts } from '../../core/feed/ports.ts';
import { isPostId } from '../../core/feed/post-id.ts';
import { dismissQuiet } from '../../core/feed/quiet.ts';
import { listThanks, showThanks, type ThanksServices } from '../../core/feed/thanks.ts';
import { presentThanks } from '../present-thanks.ts';
import { timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export interface ThanksEndpointServices extends OutcomeServices, ThanksServices {
  readonly posts: OutcomeServices['posts'] & Pick<Posts, 'moveQuietUntil'>;
  readonly owners: OutcomeServices['owners'];
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
    await showThanks(services, caller.username, parameters.id, body.shown);
    return { status: 204 };
  }),

  endpoint(routes.dismissQuiet, async ({ caller, body }) => {
    await dismissQuiet(services, caller.username, Date.parse(body.until));
    return { status: 204 };
  }),
];
