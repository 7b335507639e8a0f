/** Endpoints of users: the directory and profiles. The export of one's own data has a file of its own. */

import { refuseField } from '#contract/refusal.ts';
import * as routes from '#contract/routes/users.ts';
import { isUserName } from '#contract/user-name.ts';
import type { User } from '#contract/users.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { countSmallWrite } from '../../core/limits.ts';
import { findUsers, listUsers, newestUsers, type DirectoryServices, type PeoplePage } from '../../core/list-users.ts';
import type { NamePosition } from '../../core/name-index.ts';
import { searchedWords } from '../../core/name-words.ts';
import type { Counters } from '../../core/ports.ts';
import { getMe, getUser, updateMe } from '../../core/profile.ts';
import type { ProfileChange } from '../../core/user.ts';
import { presentMe, presentRequests } from '../present-me.ts';
import { presentUser, timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';
import { exportEndpoint, type ExportServices } from './export.ts';

export interface UserServices extends ExportServices, DirectoryServices {
  readonly users: ExportServices['users'] & DirectoryServices['users'];
  readonly names: ExportServices['names'] & DirectoryServices['names'];
  readonly counters: Counters;
}

/** Users of a page where the client gives no limit. */
const PAGE = 50;

export const userEndpoints = (services: UserServices) => [
  endpoint(routes.listUsers, async ({ caller, query: { prefix, order, cursor, limit = PAGE } }) => {
    const { username } = caller;
    if (order === 'newest') {
      if (prefix !== undefined || cursor !== undefined)
        throw refuseField('order', 'not-allowed', 'Must be without prefix and cursor', 'The request is not valid.');
      return { status: 200, body: { items: (await newestUsers(services, username, limit)).map(presentUser) } };
    }
    if (prefix === undefined) {
      const scope = [username, 'users', ''];
      const after = cursor === undefined ? undefined : decodeCursor(scope, cursor, isUserName);
      const page = await listUsers(services, username, { after, limit });
      return { status: 200, body: presentPeople(page, scope, (name) => name) };
    }
    const searched = searchedWords(prefix);
    const scope = [username, 'users', searched.join(' ')];
    const isFound = (text: string): boolean => text.startsWith(searched[0] ?? ' ') && NAME_POSITION.test(text);
    const after = cursor === undefined ? undefined : namePositionOf(decodeCursor(scope, cursor, isFound));
    const page = await findUsers(services, username, searched, { after, limit });
    return { status: 200, body: presentPeople(page, scope, (found) => `${found.word} ${found.username}`) };
  }),

  endpoint(routes.getUser, async ({ caller, parameters: { username } }) => {
    const { user, online, lastSeenAt } = await getUser(services, caller.username, username);
    const lastSeen = lastSeenAt === undefined ? {} : { lastSeenAt: timestampOf(lastSeenAt) };
    return { status: 200, body: { ...presentUser(user), online, ...lastSeen, ...presentRequests(user) } };
  }),

  endpoint(routes.getMe, async ({ caller }) => ({
    status: 200,
    body: presentMe(await getMe(services, caller.username), caller),
  })),

  endpoint(routes.updateMe, async ({ caller, body }) => {
    const { displayName, about, readReceipts, requests, unlisted, safetyTold } = body;
    await countSmallWrite(services.counters, caller.username, services.clock.now());
    const change: ProfileChange = {
      ...(displayName !== undefined && { displayName }),
      ...(about !== undefined && { about: about === '' ? null : about }),
      ...(readReceipts !== undefined && { readReceipts: readReceipts ? null : false }),
      ...(requests !== undefined && { requests: requests || null }),
      ...(unlisted !== undefined && { unlisted: unlisted || null }),
      ...(safetyTold && { safetyTold }),
    };
    return { status: 200, body: presentMe(await updateMe(services, caller.username, change), caller) };
  }),

  exportEndpoint(services),
];

/** @param textOf makes a position the text of a cursor */
function presentPeople<Position>(
  { users, next }: PeoplePage<Position>,
  scope: readonly string[],
  textOf: (position: Position) => string,
): { items: User[]; next?: string } {
  return {
    items: users.map(presentUser),
    ...(next !== undefined && { next: encodeCursor(scope, textOf(next)) }),
  };
}

/** A word of the index, and whom it finds. */
const NAME_POSITION = /^[\p{L}\p{N}\p{M}]{1,30} [a-z0-9][a-z0-9_-]{2,29}$/u;

function namePositionOf(cursor: string): NamePosition {
  const [word = '', username = ''] = cursor.split(' ');
  return { word, username };
}
