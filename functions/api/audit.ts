/** Reports how requests of some endpoints end. */

import { Refusal } from '#contract/refusal.ts';
import type { Outcome } from '../core/authentication-log.ts';
import { FAILURE, unlessUnavailable } from './problem.ts';
import { type Endpoint, sourceOf } from './router.ts';

/** Returns the same endpoints, which report the outcome of each request before they answer it. */
export const audited = (
  endpoints: readonly Endpoint[],
  report: (outcome: Outcome) => Promise<void>,
): readonly Endpoint[] =>
  endpoints.map(({ route, handle }) => ({
    route,
    handle: async (event, options) => {
      const start = Date.now();
      let who: string | undefined;
      const end = (outcome: string): Promise<void> =>
        report({
          id: event.requestContext.requestId,
          operation: route.operation,
          outcome,
          who,
          ms: Date.now() - start,
          source: () => sourceOf(event, options.site),
        });
      const identify = (name: string): void => {
        who = name;
      };
      try {
        const answer = await handle(event, { ...options, identify });
        await end('ok');
        return answer;
      } catch (error) {
        const refusal = unlessUnavailable(error);
        await end(refusal instanceof Refusal ? refusal.code : FAILURE.code);
        throw error;
      }
    },
  }));
