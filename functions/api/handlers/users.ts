import { Refusal, notFound } from '#contract/refusal.ts';
import { exportMe, getMe, getUser, listUsers, updateMe } from '#contract/routes/users.ts';
import { isUserName } from '#contract/user-name.ts';
import type { Accounts } from '../../core/accounts.ts';
import type { AppendableLog } from '../../core/append.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { exportEntries, type ExportPosition } from '../../core/export.ts';
import type { ConversationRow, ConversationRows } from '../../core/inbox.ts';
import type { Connections } from '../../core/notify.ts';
import { listPeople, requireActive, type ProfileChange, type User, type UserDirectory } from '../../core/people.ts';
import { presentEntry, presentUser, timestampOf } from '../present.ts';
import { endpoint, isAdministrator, type Caller } from '../router.ts';

export interface UserStores {
  readonly users: UserDirectory & {
    get(username: string): Promise<User | undefined>;
    create(username: string, at: number): Promise<void>;
    update(username: string, change: ProfileChange): Promise<User | undefined>;
  };
  readonly conversations: Pick<ConversationRows, 'get' | 'ofPerson'>;
  readonly log: Pick<AppendableLog, 'entriesFrom'>;
  readonly connections: Pick<Connections, 'of'>;
  readonly accounts: Pick<Accounts, 'find'>;
}

/** People a page of the list holds when the client names no limit. */
const PAGE = 50;

export function userEndpoints({ users, conversations, log, connections, accounts }: UserStores, now: () => number) {
  /** The profile is made when the account is confirmed; where that failed, here. */
  const ownProfile = async (username: string): Promise<User> => {
    const user = await users.get(username);
    if (user) return user;
    await users.create(username, now());
    return (await users.get(username)) ?? { username, displayName: username, createdAt: now() };
  };

  return [
    endpoint(listUsers, async ({ caller, query: { prefix, cursor, limit = PAGE } }) => {
      const scope = [caller.username, 'users', prefix ?? ''];
      const isListed = (name: string): boolean => isUserName(name) && name.startsWith(prefix ?? '');
      const after = cursor === undefined ? undefined : decodeCursor(scope, cursor, isListed);
      const { people, more } = await listPeople(users, caller.username, { prefix, after, limit });
      const last = people.at(-1);
      return {
        status: 200,
        body: { items: people.map(presentUser), ...(more && last && { next: encodeCursor(scope, last.username) }) },
      };
    }),

    endpoint(getUser, async ({ caller, parameters: { username } }) => {
      if (!isUserName(username)) throw notFound();
      const [user, theirs, sockets] = await Promise.all([
        users.get(username),
        conversations.get(username, caller.username),
        connections.of([username]),
      ]);
      if (!user || user.deletedAt !== undefined) throw notFound();
      // Whom they have blocked sees of them what anybody sees of a disabled person: nothing that changes.
      if (theirs?.blocked || user.disabledAt !== undefined)
        return { status: 200, body: { ...presentUser(user), online: false } };
      const lastSeen = user.lastSeenAt === undefined ? {} : { lastSeenAt: timestampOf(user.lastSeenAt) };
      return { status: 200, body: { ...presentUser(user), online: sockets.length > 0, ...lastSeen } };
    }),

    endpoint(getMe, async ({ caller }) => {
      const [user, { email }] = await Promise.all([ownProfile(caller.username), accounts.find(caller.username)]);
      return { status: 200, body: presentMe(user, email, caller) };
    }),

    endpoint(updateMe, async ({ caller, body: { displayName, about, readReceipts } }) => {
      const { username } = caller;
      const [user, { email }] = await Promise.all([ownProfile(username), accounts.find(username)]);
      requireActive(user);
      const change: ProfileChange = {
        ...(displayName !== undefined && { displayName }),
        ...(about !== undefined && { about: about === '' ? null : about }),
        ...(readReceipts !== undefined && { readReceipts: readReceipts ? null : false }),
      };
      const changed = Object.keys(change).length > 0 ? await users.update(username, change) : user;
      if (!changed) throw new Refusal('no-session', 'This account is gone.');
      return { status: 200, body: presentMe(changed, email, caller) };
    }),

    endpoint(exportMe, async ({ caller, query: { cursor } }) => {
      const { username } = caller;
      const scope = [username, 'export'];
      const rows = [...(await conversations.ofPerson(username))].sort((one, other) => (one.peer < other.peer ? -1 : 1));
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
      const { entries, next } = await exportEntries(
        log,
        username,
        rows.map(({ peer }) => peer),
        from,
      );
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
