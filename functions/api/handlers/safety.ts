import * as routes from '#contract/routes/safety.ts';
import { block, unblock, type BlockStores } from '../../core/blocks.ts';
import { countReport, type Counters } from '../../core/limits.ts';
import { recordId, subjectOf, type Report, type ReportedStores } from '../../core/moderation.ts';
import type { User } from '../../core/people.ts';
import { presentUser } from '../present.ts';
import { endpoint } from '../router.ts';

export interface SafetyStores extends BlockStores, ReportedStores {
  readonly users: BlockStores['users'] & { getMany(usernames: readonly string[]): Promise<readonly User[]> };
  readonly conversations: BlockStores['conversations'] & { blockedBy(username: string): Promise<readonly string[]> };
  readonly moderation: { addReport(report: Report): Promise<void> };
}

/** @param newId makes a UUID */
export const safetyEndpoints = (stores: SafetyStores, counters: Counters, newId: () => string, now: () => number) => [
  endpoint(routes.listBlocks, async ({ caller }) => {
    const people = await stores.users.getMany(await stores.conversations.blockedBy(caller.username));
    const living = people.filter(({ deletedAt }) => deletedAt === undefined);
    return {
      status: 200,
      body: { items: living.toSorted((one, other) => (one.username < other.username ? -1 : 1)).map(presentUser) },
    };
  }),

  endpoint(routes.block, async ({ caller, parameters }) => {
    await block(stores, caller.username, parameters.username, now());
    return { status: 204 };
  }),

  endpoint(routes.unblock, async ({ caller, parameters }) => {
    await unblock(stores, caller.username, parameters.username);
    return { status: 204 };
  }),

  endpoint(routes.report, async ({ caller, body: { message, user = '', reason } }) => {
    const subject = await subjectOf(stores, caller.username, message === undefined ? { user } : { message });
    await countReport(counters, caller.username, now());
    await stores.moderation.addReport({
      id: recordId(now(), newId()),
      reporter: caller.username,
      reason,
      status: 'open',
      ...subject,
    });
    return { status: 202 };
  }),
];
