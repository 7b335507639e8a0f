/** What is done from time to time, whatever happened to the requests that began it. May run twice at once. */

import { finishDeletion, type FinishDeletionServices } from './delete-account.ts';
import type { Clock, Deletions, UnconfirmedAccounts } from './ports.ts';
import { type AbandonedServices, UNCONFIRMED_LIFETIME_MS, removeAbandoned } from './sign-up.ts';

export interface SweepServices extends FinishDeletionServices {
  readonly deletions: Pick<Deletions, 'list' | 'finish'>;
}

export interface UnconfirmedServices extends AbandonedServices {
  readonly accounts: AbandonedServices['accounts'] & UnconfirmedAccounts;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
}

const DELETIONS_PAGE = 100;
/** Cognito's most for one page. */
const ACCOUNTS_PAGE = 60;
/** Between two removals: Cognito allows 25 a second, which sign-ups and resets of passwords share. */
const REMOVAL_PAUSE_MS = 100;

/**
 * Goes on with the deletions that are not finished. One that fails keeps no other from being done, and stays noted.
 * @param until when to stop, in epoch milliseconds
 */
export async function finishDeletions(services: SweepServices, until: number): Promise<void> {
  const { deletions, clock } = services;
  let after: string | undefined;
  do {
    const page = await deletions.list({ after, limit: DELETIONS_PAGE });
    for (const deletion of page) {
      if (clock.now() >= until) return;
      try {
        await finishDeletion(services, deletion, until);
      } catch (error) {
        console.error('A deletion failed. The next sweep tries again.', error);
      }
    }
    after = page.at(-1)?.username;
  } while (after !== undefined);
}

/**
 * Removes the accounts whose address was not confirmed in time: their names and addresses are free again.
 * @param until when to stop, in epoch milliseconds; the next call begins anew, without those removed
 */
export async function removeUnconfirmed(services: UnconfirmedServices, until: number): Promise<void> {
  const { accounts, clock } = services;
  let token: string | undefined;
  do {
    const page = await accounts.listUnconfirmed(token, ACCOUNTS_PAGE);
    for (const { username, createdAt } of page.accounts) {
      if (clock.now() >= until) return;
      if (clock.now() - createdAt <= UNCONFIRMED_LIFETIME_MS) continue;
      try {
        await removeAbandoned(services, username);
      } catch (error) {
        console.error('An unconfirmed account could not be removed. The next sweep tries again.', error);
      }
      await clock.sleep(REMOVAL_PAUSE_MS);
    }
    token = page.next;
  } while (token !== undefined && clock.now() < until);
}
