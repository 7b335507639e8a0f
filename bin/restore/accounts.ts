/**
 * Bringing profiles and accounts together again: the user pool was not restored. Accounts without a profile get one,
 * profiles without an account are listed, or count as deleted, and who is locked out is as the pool says.
 */

import type { UserType } from '@aws-sdk/client-cognito-identity-provider';
import { initialOf } from '#contract/user-name.ts';
import { createProfile, removeFromIndex, type NameIndex } from '#functions/core/name-index.ts';
import type { Accounts, Clock, Deletions, Users } from '#functions/core/ports.ts';
import { endAllSessions, type EndAllServices } from '#functions/core/sessions.ts';
import type { User } from '#functions/core/user.ts';
import { pacer, workOn } from './at-once.ts';
import type { Lasting } from './lasting.ts';
import type { Item } from './wanted.ts';

export interface AccountServices extends EndAllServices {
  readonly accounts: EndAllServices['accounts'] & Pick<Accounts, 'remove'>;
  readonly users: Pick<Users, 'get' | 'create' | 'update' | 'leaveTombstone'>;
  readonly names: Pick<NameIndex, 'add' | 'remove' | 'addJoined' | 'removeJoined' | 'noteInitials'>;
  readonly deletions: Pick<Deletions, 'begin'>;
  readonly clock: Clock;
  /** Yields the pool's accounts, page by page. */
  pool(): AsyncIterable<readonly Pick<UserType, 'Username' | 'Enabled' | 'UserStatus'>[]>;
}

interface Options {
  /** Yields the items of the table of users, page by page. */
  readonly profiles: AsyncIterable<readonly Item[]>;
  readonly lasting: Lasting;
  /** False: everybody stays signed in. */
  readonly endsSessions: boolean;
  /** False: profiles without an account are listed alone, since an import may bring their accounts back. */
  readonly deletesOrphans: boolean;
  /** Profiles that are newer have an account, which may be newer than the list of accounts. Epoch milliseconds. */
  readonly createdBefore: number;
  readonly print: (line: string) => void;
}

/** Accounts that are signed out in a second: Cognito allows about 25 such requests. */
const PER_SECOND = 25;
/** Accounts that are worked on at once. Ending a person's sessions waits for the next second, which must not bind. */
const AT_ONCE = 50;
/** Where more profiles than this share have no account, the pool is another one, rather than that they were deleted. */
const ORPHANS_MAX_SHARE = 0.1;

export async function reconcileAccounts(services: AccountServices, options: Options): Promise<void> {
  const names = new Set<string>();
  const pace = pacer(services.clock, PER_SECOND);
  await workOn(services.pool(), AT_ONCE, async ({ Username = '', Enabled = true, UserStatus }) => {
    if (UserStatus === 'UNCONFIRMED') return;
    names.add(Username);
    if (options.endsSessions) await pace(1);
    await reconcileAccount(services, options, Username, Enabled);
  });
  await reconcileProfiles(services, options, names);
}

async function reconcileAccount(
  services: AccountServices,
  { lasting, endsSessions }: Options,
  username: string,
  enabled: boolean,
): Promise<void> {
  const { users, accounts, clock } = services;
  if (lasting.deletedAccounts.has(username)) return accounts.remove(username);
  const profile = await users.get(username, 'strong');
  if (!profile) await createProfile(services, username, clock.now());
  const isLockedOut = profile?.disabledAt !== undefined;
  if (isLockedOut === enabled) await users.update(username, { disabledAt: enabled ? null : clock.now() });
  if (endsSessions) await endAllSessions(services, username);
}

async function reconcileProfiles(
  services: AccountServices,
  { profiles: pages, deletesOrphans, createdBefore, print }: Options,
  accounts: ReadonlySet<string>,
): Promise<void> {
  let profiles = 0;
  const orphans: string[] = [];
  for await (const page of pages)
    for (const item of page as unknown as readonly (User & { readonly initial: string })[]) {
      if (item.initial !== initialOf(item.username) || item.deletedAt !== undefined) continue;
      profiles++;
      if (!accounts.has(item.username) && item.createdAt < createdBefore) orphans.push(item.username);
    }
  if (orphans.length === 0) return;
  if (orphans.length > Math.max(1, profiles * ORPHANS_MAX_SHARE)) {
    print(`${orphans.length} of ${profiles} profiles have no account in the user pool. They were left as they are:`);
    print('so many are no deleted accounts. Is it the pool of these tables?');
    return;
  }
  if (!deletesOrphans) {
    print(`${orphans.length} of ${profiles} profiles have no account in the user pool. They were left as they are:`);
    for (const username of orphans) print(`   ${username}`);
    return;
  }
  for (const username of orphans) {
    print(`${username} has no account any more, and is deleted.`);
    const at = services.clock.now();
    await services.deletions.begin({ username, at });
    await removeFromIndex(services, username);
    await services.users.leaveTombstone(username, at);
  }
}
