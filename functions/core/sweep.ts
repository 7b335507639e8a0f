/** What is done from time to time, whatever happened to the requests that began it. May run twice at once. */

import type { Account } from './account.ts';
import { finishDeletion, type FinishDeletionServices } from './delete-account.ts';
import { sweepFiles, type SweepFilesServices } from './files/sweep-files.ts';
import type { Clock, Deletion, Deletions } from './ports.ts';
import { type AbandonedServices, UNCONFIRMED_LIFETIME_MS, removeAbandoned } from './sign-up.ts';

export interface SweepServices extends FinishDeletionServices, SweepFilesServices {
  readonly deletions: Pick<Deletions, 'list' | 'finish'>;
  readonly log: FinishDeletionServices['log'] & SweepFilesServices['log'];
  readonly attachmentRemoval: SweepFilesServices['attachmentRemoval'];
  readonly posts: FinishDeletionServices['posts'] & SweepFilesServices['posts'];
  readonly clock: FinishDeletionServices['clock'];
}

/** The accounts whose address was not confirmed. */
export interface UnconfirmedAccounts {
  /** @param token from the page before */
  listUnconfirmed(
    token: string | undefined,
    limit: number,
  ): Promise<{
    readonly accounts: readonly Pick<Account, 'username' | 'createdAt'>[];
    readonly next: string | undefined;
  }>;
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

/** Time that a deletion has before it is the turn of the next one. */
const TURN_MS = 20_000;

/**
 * Does everything. What fails is logged and keeps nothing else from being done.
 * @param timeMs how long it may take, in milliseconds
 * @param ownsPool false: unconfirmed accounts may be another application's, and stay
 * @throws where something failed, so that the function counts as failed and the alarm goes off
 */
export async function sweep(
  services: SweepServices & UnconfirmedServices,
  timeMs: number,
  ownsPool: boolean,
): Promise<void> {
  const now = services.clock.now();
  // Each has its share, so that neither can keep the other from ever being done.
  const deletions = await failuresOf(finishDeletions(services, now + timeMs / 2));
  const files = await failuresOf(sweepFiles(services, now + timeMs * (3 / 4)));
  const unconfirmed = ownsPool ? await failuresOf(removeUnconfirmed(services, now + timeMs)) : 0;
  const failures = deletions + files + unconfirmed;
  if (failures > 0) throw new Error(`The sweep failed ${failures} times. The log says why.`);
}

const failuresOf = (work: Promise<number>): Promise<number> =>
  work.catch((error: unknown) => {
    console.error('A part of the sweep failed. The next sweep tries again.', error);
    return 1;
  });

/**
 * Goes on with the deletions that are not finished. One that fails keeps no other from being done, and stays noted.
 * They take turns, so a large one does not keep the others waiting; it goes on in the time that they leave.
 * @param until when to stop, in epoch milliseconds
 * @returns how many failed
 */
export async function finishDeletions(services: SweepServices, until: number): Promise<number> {
  const { deletions, clock } = services;
  let failures = 0;
  /** Gives each a turn. Returns those that were not done in it. */
  async function giveTurns(waiting: readonly Deletion[]): Promise<Deletion[]> {
    const left = [];
    for (const deletion of waiting) {
      if (clock.now() >= until) break;
      try {
        const isDone = await finishDeletion(services, deletion, Math.min(until, clock.now() + TURN_MS));
        if (!isDone) left.push(deletion);
      } catch (error) {
        failures += 1;
        console.error('A deletion failed. The next sweep tries again.', error);
      }
    }
    return left;
  }

  let left: Deletion[] = [];
  let after: string | undefined;
  do {
    const page = await deletions.list({ after, limit: DELETIONS_PAGE });
    left.push(...(await giveTurns(page)));
    after = page.at(-1)?.username;
  } while (after !== undefined && clock.now() < until);
  while (left.length > 0 && clock.now() < until) left = await giveTurns(left);
  return failures;
}

/**
 * Removes the accounts whose address was not confirmed in time: their names and addresses are free again.
 * @param until when to stop, in epoch milliseconds; the next call begins anew, without those removed
 * @returns how many could not be removed
 */
export async function removeUnconfirmed(services: UnconfirmedServices, until: number): Promise<number> {
  const { accounts, clock } = services;
  let failures = 0;
  let token: string | undefined;
  do {
    const page = await accounts.listUnconfirmed(token, ACCOUNTS_PAGE);
    for (const { username, createdAt } of page.accounts) {
      if (clock.now() >= until) return failures;
      if (clock.now() - createdAt <= UNCONFIRMED_LIFETIME_MS) continue;
      try {
        await removeAbandoned(services, username);
      } catch (error) {
        failures += 1;
        console.error('An unconfirmed account could not be removed. The next sweep tries again.', error);
      }
      await clock.sleep(REMOVAL_PAUSE_MS);
    }
    token = page.next;
  } while (token !== undefined && clock.now() < until);
  return failures;
}
