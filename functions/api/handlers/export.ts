/**
 * The endpoint of the export of one's own data. It has four parts, one after the other: my profile with the rows of my
 * conversations, the entries of those conversations, my posts with the squares I have used and my saved searches, and
 * the thank-yous I was given. Links to files follow the messages and posts that have them, since they soon expire.
 */

import { isMessage } from '#contract/entry-kinds.ts';
import { messageId } from '#contract/message-id.ts';
import * as routes from '#contract/routes/export.ts';
import type { ConversationRow } from '../../core/conversation-row.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import type { Entry } from '../../core/entry.ts';
import { EXPORTED_CONVERSATIONS, exportEntries, type ExportPosition } from '../../core/export-entries.ts';
import { helpSeenBy } from '../../core/feed/help.ts';
import type { Owners, Posts } from '../../core/feed/ports.ts';
import type { Post } from '../../core/feed/post.ts';
import type { Searches } from '../../core/feed/saved-searches.ts';
import { listOwnThanks, type ThanksServices } from '../../core/feed/thanks.ts';
import type { TakenFile } from '../../core/files/attachment.ts';
import { filesOf, linksTo, type LinkServices } from '../../core/files/held-files.ts';
import type { Conversations, Log, Users } from '../../core/ports.ts';
import { getMe, type ProfileServices } from '../../core/profile.ts';
import type { PushDevices } from '../../core/push/device.ts';
import type { User } from '../../core/user.ts';
import { presentMe } from '../present-me.ts';
import { presentPost, presentSearch } from '../present-post.ts';
import { presentPush } from '../present-push.ts';
import { presentThanks } from '../present-thanks.ts';
import { presentEntry, presentLinks, timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export interface ExportServices extends ProfileServices {
  readonly users: ProfileServices['users'] & Pick<Users, 'get'>;
  readonly conversations: ProfileServices['conversations'] & Pick<Conversations, 'list'>;
  readonly log: Pick<Log, 'entriesFrom'>;
  readonly posts: Pick<Posts, 'list' | 'places'>;
  readonly thanks: ThanksServices['thanks'];
  readonly owners: Owners;
  readonly searches: Pick<Searches, 'get'>;
  readonly devices: Pick<PushDevices, 'audience'>;
  readonly files: LinkServices['files'];
  readonly scans: LinkServices['scans'];
}

/** Rows of a page. */
const EXPORTED_ROWS = 500;
/** Posts of a page, each of up to 20 KB. They may share it with a hundred entries of 32 KB: a page has 6 MB at most. */
const EXPORTED_POSTS = 50;
/** Thank-yous of a page. */
const EXPORTED_THANKS = 50;
/** Every user name comes after it. */
const FIRST_PEER = '-';

/** A page of rows begins after a peer, a page of entries at one, and pages of posts and thank-yous after an id. */
type ExportCursor =
  | { readonly rows: string }
  | ExportPosition
  | { readonly posts: string }
  | { readonly thanks: string };

export const exportEndpoint = (services: ExportServices) =>
  endpoint(routes.exportMe, async ({ caller, query: { cursor } }) => {
    const { username } = caller;
    const scope = [username, 'export'];
    const page = (items: routes.Exported[], next: ExportCursor | undefined) => ({
      status: 200 as const,
      body: { items, ...(next && { next: encodeCursor(scope, cursorOf(next)) }) },
    });
    const position = cursor === undefined ? undefined : positionOf(decodeCursor(scope, cursor, isCursorText));

    if (position === undefined || 'rows' in position) {
      const me = position === undefined ? [presentMe(await getMe(services, username), caller)] : [];
      const after = position?.rows;
      const rows = await services.conversations.list(username, { after, limit: EXPORTED_ROWS });
      const items = [...me.map((profile) => ({ type: 'profile' as const, ...profile })), ...rows.flatMap(exportRow)];
      const last = rows.at(-1)?.peer ?? after;
      if (last !== undefined)
        return page(items, rows.length < EXPORTED_ROWS ? { peer: FIRST_PEER, seq: 0 } : { rows: last });
      // Only a person without conversations has no entries.
      const posts = await postsAfter(services, username, undefined);
      return page([...items, ...posts.items], posts.next);
    }

    if ('thanks' in position) {
      const { items, next } = await thanksAfter(services, username, position.thanks);
      return page(items, next);
    }

    if ('posts' in position) {
      const { items, next } = await postsAfter(services, username, position.posts);
      return page(items, next);
    }

    const rows = await services.conversations.list(username, {
      from: position.peer,
      limit: EXPORTED_CONVERSATIONS + 1,
    });
    const peers = rows.map(({ peer }) => peer);
    const { entries, next } = await exportEntries(services.log, username, peers, position);
    const items = await entriesWithFiles(services, username, entries);
    if (next) return page(items, next);
    const posts = await postsAfter(services, username, undefined);
    return page([...items, ...posts.items], posts.next);
  });

async function entriesWithFiles(services: ExportServices, username: string, entries: readonly Entry[]) {
  const items = await Promise.all(
    entries.map(async (entry) => [
      { type: 'entry' as const, entry: presentEntry(entry, username), ...originalOf(entry) },
      ...(isMessage(entry) ? await filesItems(services, messageId(entry), filesOf(entry)) : []),
    ]),
  );
  return items.flat();
}

/**
 * The message itself is presented with the text that it has now. A version that knows no first text leaves it in a
 * message that it deletes.
 */
const originalOf = (entry: Entry) =>
  isMessage(entry) && entry.deletionSeq === undefined && entry.original !== undefined
    ? { original: entry.original }
    : {};

/**
 * Returns a piece for each file, also for those that are withheld: their owner learns that there is more.
 * @param of id of the message or post that has the files
 */
export function exportedFiles(of: string, files: Parameters<typeof presentLinks>[0]) {
  const { items, withheld = [] } = presentLinks(files);
  return [
    ...items.map((link) => ({ type: 'file' as const, of, ...link })),
    ...withheld.map((file) => ({ type: 'withheld' as const, of, ...file })),
  ];
}

async function filesItems(services: ExportServices, of: string, held: readonly TakenFile[]) {
  return exportedFiles(of, await linksTo(services, held));
}

/**
 * Returns a page of a person's posts as they see them; before the first, the squares they have used, their saved
 * searches and their devices that are told by push, and after the last, the first thank-yous. Of erased posts nothing
 * is left that could be exported.
 */
async function postsAfter(services: ExportServices, username: string, after: string | undefined) {
  const { posts, searches, users, owners } = services;
  const [places, saved, devices, stored] = await Promise.all([
    after === undefined ? posts.places(username) : [],
    after === undefined ? searches.get(username).then((found) => found.searches) : [],
    after === undefined ? devicesOf(services, username) : [],
    posts.list(username, after, EXPORTED_POSTS + 1),
  ]);
  const page = stored.slice(0, EXPORTED_POSTS);
  const written = page.filter(({ erasedAt }) => erasedAt === undefined);
  const owner =
    written.length + places.length + saved.length + devices.length > 0 ? await users.get(username) : undefined;
  // A person who was deleted in the meantime has no posts, whether or not they are erased yet.
  const isThere = owner !== undefined && owner.deletedAt === undefined;
  const help = await helpSeenBy(owners, username, written);
  const withPictures = async (post: Post, seenBy: User) => [
    { type: 'post' as const, post: presentPost(post, seenBy, help(post)) },
    ...(await filesItems(services, post.id, post.pictures ?? [])),
  ];
  const items = isThere
    ? [
        ...places.map((place) => ({ type: 'square' as const, place })),
        ...saved.map((search) => ({ type: 'search' as const, search: presentSearch(search) })),
        ...devices.map((device) => ({ type: 'push' as const, ...presentPush(device) })),
        ...(await Promise.all(written.map((post) => withPictures(post, owner)))).flat(),
      ]
    : [];
  const last = page.at(-1);
  if (stored.length > EXPORTED_POSTS && last) return { items, next: { posts: last.id } };
  const thanks = await thanksAfter(services, username, undefined);
  return { items: [...items, ...thanks.items], next: thanks.next };
}

async function devicesOf({ devices }: ExportServices, username: string) {
  return (await devices.audience([username])).get(username)?.devices ?? [];
}

/** Returns a page of the thank-yous that a person was given, shown or not. */
async function thanksAfter(services: ExportServices, username: string, after: string | undefined) {
  const { found, next } = await listOwnThanks(services, username, { after, limit: EXPORTED_THANKS });
  return {
    items: found.map((thanks) => ({ type: 'thanks' as const, thanks: presentThanks(thanks, true) })),
    next: next === undefined ? undefined : { thanks: next },
  };
}

function exportRow(row: ConversationRow) {
  const { peer, createdAt, readSeq = 0, muted = false, pinned = false, blocked = false, declined } = row;
  const { mutedUntil, archivedThrough = 0, markedUnread } = row;
  const conversation = {
    type: 'conversation' as const,
    peer,
    createdAt: timestampOf(createdAt),
    readSeq,
    muted,
    ...(mutedUntil !== undefined && { mutedUntil: timestampOf(mutedUntil) }),
    pinned,
    ...(archivedThrough > 0 && { archivedThrough }),
    ...(markedUnread === true && { markedUnread }),
    ...(declined === true && { declined }),
  };
  return blocked ? [conversation, { type: 'block' as const, username: peer }] : [conversation];
}

const CURSOR_TEXT = /^(\+[a-z0-9_-]{3,30}|[=!][a-z0-9_-]{3,30}\.[A-Za-z0-9_-]{22}|([a-z0-9_-]{3,30}|-) [0-9]{1,15})$/;
const isCursorText = (text: string): boolean => CURSOR_TEXT.test(text);

function cursorOf(position: ExportCursor): string {
  if ('rows' in position) return `+${position.rows}`;
  if ('thanks' in position) return `!${position.thanks}`;
  return 'posts' in position ? `=${position.posts}` : `${position.peer} ${position.seq}`;
}

function positionOf(cursor: string): ExportCursor {
  if (cursor.startsWith('+')) return { rows: cursor.slice(1) };
  if (cursor.startsWith('=')) return { posts: cursor.slice(1) };
  if (cursor.startsWith('!')) return { thanks: cursor.slice(1) };
  const [peer = '', seq = ''] = cursor.split(' ');
  return { peer, seq: Number(seq) };
}
