/** Endpoints of users: the directory, profiles, and the export of one's own data. */

import * as routes from '#contract/routes/users.ts';
import { isUserName } from '#contract/user-name.ts';
import type { User } from '#contract/users.ts';
import { isAdministrator, type Caller } from '../../core/acting.ts';
import type { ConversationRow } from '../../core/conversation-row.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { EXPORTED_CONVERSATIONS, exportEntries, type ExportPosition } from '../../core/export-entries.ts';
import { findUsers, listUsers, type DirectoryServices, type PeoplePage } from '../../core/list-users.ts';
import type { NamePosition } from '../../core/name-index.ts';
import { searchedWords } from '../../core/name-words.ts';
import type { Conversations, Log, Users } from '../../core/ports.ts';
import { getMe, getUser, updateMe, type OwnProfile, type ProfileServices } from '../../core/profile.ts';
import type { ProfileChange } from '../../core/user.ts';
import { presentEntry, presentUser, timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export interface UserServices extends ProfileServices, DirectoryServices {
  readonly users: DirectoryServices['users'] & Pick<Users, 'get'>;
  readonly names: DirectoryServices['names'];
  readonly conversations: Pick<Conversations, 'get' | 'list'>;
  readonly log: Pick<Log, 'entriesFrom'>;
}

/** Users of a page where the client gives no limit. */
const PAGE = 50;

/** Rows of a page of an export. The pages of rows come before those of entries. */
const EXPORTED_ROWS = 500;
/** Every user name comes after it. */
const FIRST_PEER = '-';

/** A page of rows begins after a peer, and a page of entries at one. */
type ExportCursor = { readonly rows: string } | ExportPosition;

export const userEndpoints = (services: UserServices) => [
  endpoint(routes.listUsers, async ({ caller, query: { prefix, cursor, limit = PAGE } }) => {
    const { username } = caller;
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
    return { status: 200, body: { ...presentUser(user), online, ...lastSeen } };
  }),

  endpoint(routes.getMe, async ({ caller }) => ({
    status: 200,
    body: presentMe(await getMe(services, caller.username), caller),
  })),

  endpoint(routes.updateMe, async ({ caller, body: { displayName, about, readReceipts } }) => {
    const change: ProfileChange = {
      ...(displayName !== undefined && { displayName }),
      ...(about !== undefined && { about: about === '' ? null : about }),
      ...(readReceipts !== undefined && { readReceipts: readReceipts ? null : false }),
    };
    return { status: 200, body: presentMe(await updateMe(services, caller.username, change), caller) };
  }),

  endpoint(routes.exportMe, async ({ caller, query: { cursor } }) => {
    const { username } = caller;
    const scope = [username, 'export'];
    const position = cursor === undefined ? undefined : positionOf(decodeCursor(scope, cursor, isCursorText));
    if (position === undefined || 'rows' in position) {
      const me = position === undefined ? [presentMe(await getMe(services, username), caller)] : [];
      const after = position?.rows;
      const rows = await services.conversations.list(username, { after, limit: EXPORTED_ROWS });
      const items = [...me.map((profile) => ({ type: 'profile' as const, ...profile })), ...rows.flatMap(exportRow)];
      const last = rows.at(-1)?.peer ?? after;
      const next = rows.length < EXPORTED_ROWS || last === undefined ? { peer: FIRST_PEER, seq: 0 } : { rows: last };
      // Only a person without conversations has no entries.
      return { status: 200, body: { items, ...(last && { next: encodeCursor(scope, cursorOf(next)) }) } };
    }
    const rows = await services.conversations.list(username, {
      from: position.peer,
      limit: EXPORTED_CONVERSATIONS + 1,
    });
    const peers = rows.map(({ peer }) => peer);
    const { entries, next } = await exportEntries(services.log, username, peers, position);
    const items = entries.map((entry) => ({ type: 'entry' as const, entry: presentEntry(entry, username) }));
    return { status: 200, body: { items, ...(next && { next: encodeCursor(scope, cursorOf(next)) }) } };
  }),
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

const isCursorText = (text: string): boolean => /^(\+[a-z0-9_-]{3,30}|([a-z0-9_-]{3,30}|-) [0-9]{1,15})$/.test(text);

const cursorOf = (position: ExportCursor): string =>
  'rows' in position ? `+${position.rows}` : `${position.peer} ${position.seq}`;

function positionOf(cursor: string): ExportCursor {
  if (cursor.startsWith('+')) return { rows: cursor.slice(1) };
  const [peer = '', seq = ''] = cursor.split(' ');
  return { peer, seq: Number(seq) };
}

const presentMe = ({ user, email, twoStep }: OwnProfile, caller: Caller) => ({
  ...presentUser(user),
  email,
  ...(user.readReceipts === false && { readReceipts: user.readReceipts }),
  ...(isAdministrator(caller) && { administrator: true }),
  ...(twoStep && { twoStep: true as const }),
});
