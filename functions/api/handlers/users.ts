/** Endpoints of users: the directory, profiles, and the export of one's own data. */

import { Refusal, notFound } from '#contract/refusal.ts';
import * as routes from '#contract/routes/users.ts';
import { isUserName } from '#contract/user-name.ts';
import type { ConversationRow } from '../../core/conversation-row.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { exportEntries, type ExportPosition } from '../../core/export-entries.ts';
import { listUsers } from '../../core/list-users.ts';
import type { Accounts, Clock, Connections, Conversations, Log, Users } from '../../core/ports.ts';
import { requireActive, type ProfileChange, type User } from '../../core/user.ts';
import { presentEntry, presentUser, timestampOf } from '../present.ts';
import { endpoint, isAdministrator, type Caller } from '../router.ts';

export interface UserServices {
  readonly users: Pick<Users, 'listByInitial' | 'get' | 'create' | 'update'>;
  readonly conversations: Pick<Conversations, 'get' | 'list'>;
  readonly log: Pick<Log, 'entriesFrom'>;
  readonly connections: Pick<Connections, 'list'>;
  readonly accounts: Pick<Accounts, 'find'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Users of a page where the client gives no limit. */
const PAGE = 50;

export function userEndpoints({ users, conversations, log, connections, accounts, clock }: UserServices) {
  /** The profile is created when the account is confirmed. If that failed, it is created here. */
  const ownProfile = async (username: string): Promise<User> => {
    const user = await users.get(username);
    if (user) return user;
    await users.create(username, clock.now());
    return (await users.get(username)) ?? { username, displayName: username, createdAt: clock.now() };
  };

  return [
    endpoint(routes.listUsers, async ({ caller, query: { prefix, cursor, limit = PAGE } }) => {
      const scope = [caller.username, 'users', prefix ?? ''];
      const isListed = (name: string): boolean => isUserName(name) && name.startsWith(prefix ?? '');
      const after = cursor === undefined ? undefined : decodeCursor(scope, cursor, isListed);
      const { users: found, more } = await listUsers(users, caller.username, { prefix, after, limit });
      const last = found.at(-1);
      return {
        status: 200,
        body: { items: found.map(presentUser), ...(more && last && { next: encodeCursor(scope, last.username) }) },
      };
    }),

    endpoint(routes.getUser, async ({ caller, parameters: { username } }) => {
      if (!isUserName(username)) throw notFound();
      const [user, theirs, sockets] = await Promise.all([
        users.get(username),
        conversations.get(username, caller.username),
        connections.list([username]),
      ]);
      if (!user || user.deletedAt !== undefined) throw notFound();
      // To a person they have blocked they look like a disabled person does to everyone: nothing ever changes.
      if (theirs?.blocked || user.disabledAt !== undefined)
        return { status: 200, body: { ...presentUser(user), online: false } };
      const lastSeen = user.lastSeenAt === undefined ? {} : { lastSeenAt: timestampOf(user.lastSeenAt) };
      return { status: 200, body: { ...presentUser(user), online: sockets.length > 0, ...lastSeen } };
    }),

    endpoint(routes.getMe, async ({ caller }) => {
      const [user, { email }] = await Promise.all([ownProfile(caller.username), accounts.find(caller.username)]);
      return { status: 200, body: presentMe(user, email, caller) };
    }),

    endpoint(routes.updateMe, async ({ caller, body: { displayName, about, readReceipts } }) => {
      const { username } = caller;
      const [user, { email }] = await Promise.all([ownProfile(username), accounts.find(username)]);
      requireActive(user);
      const change: ProfileChange = {
        ...(displayName !== undefined && { displayName }),
        ...(about !== undefined && { about: about === '' ? null : about }),
        ...(readReceipts !== undefined && { readReceipts: readReceipts ? null : false }),
      };
      const changed = Object.keys(change).length > 0 ? await users.update(username, change) : user;
      if (!changed) throw new Refusal('no-session', 'This account was deleted.');
      return { status: 200, body: presentMe(changed, email, caller) };
    }),

    endpoint(routes.exportMe, async ({ caller, query: { cursor } }) => {
      const { username } = caller;
      const scope = [username, 'export'];
      const rows = [...(await conversations.list(username))].sort((one, other) => (one.peer < other.peer ? -1 : 1));
      if (cursor === undefined) {
        const [user, { email }] = await Promise.all([ownProfile(username), accounts.find(username)]);
        const [first] = rows;
        const items = [{ type: 'profile' as const, ...presentMe(user, email, caller) }, ...rows.flatMap(exportRow)];
        return {
          status: 200,
          body: { items, ...(first && { next: encodeCursor(scope, cursorOf({ peer: first.peer, seq: 0 })) }) },
        };
      }
      const from = positionOf(decodeCursor(scope, cursor, isCursorText));
      const peers = rows.map(({ peer }) => peer);
      const { entries, next } = await exportEntries(log, username, peers, from);
      const items = entries.map((entry) => ({ type: 'entry' as const, entry: presentEntry(entry, username) }));
      return { status: 200, body: { items, ...(next && { next: encodeCursor(scope, cursorOf(next)) }) } };
    }),
  ];
}

function exportRow({ peer, createdAt, readSeq = 0, muted = false, pinned = false, blocked = false }: ConversationRow) {
  const conversation = {
    type: 'conversation' as const,
    peer,
    createdAt: timestampOf(createdAt),
    readSeq,
    muted,
    pinned,
  };
  return blocked ? [conversation, { type: 'block' as const, username: peer }] : [conversation];
}

const isCursorText = (text: string): boolean => /^[a-z0-9_-]{3,30} [0-9]{1,15}$/.test(text);

const cursorOf = ({ peer, seq }: ExportPosition): string => `${peer} ${seq}`;

function positionOf(cursor: string): ExportPosition {
  const [peer = '', seq = ''] = cursor.split(' ');
  return { peer, seq: Number(seq) };
}

const presentMe = (user: User, email: string, caller: Caller) => ({
  ...presentUser(user),
  email,
  ...(user.readReceipts === false && { readReceipts: user.readReceipts }),
  ...(isAdministrator(caller) && { administrator: true }),
});
