/**
 * The endpoint of the export of one's own data. It has three parts, one after the other: my profile with the rows of my
 * conversations, the entries of those conversations, and my posts with the squares I have used.
 */

import * as routes from '#contract/routes/export.ts';
import type { ConversationRow } from '../../core/conversation-row.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { EXPORTED_CONVERSATIONS, exportEntries, type ExportPosition } from '../../core/export-entries.ts';
import type { Posts } from '../../core/feed/ports.ts';
import type { Conversations, Log, Users } from '../../core/ports.ts';
import { getMe, type ProfileServices } from '../../core/profile.ts';
import { presentMe } from '../present-me.ts';
import { presentPost } from '../present-post.ts';
import { presentEntry, timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export interface ExportServices extends ProfileServices {
  readonly users: ProfileServices['users'] & Pick<Users, 'get'>;
  readonly conversations: ProfileServices['conversations'] & Pick<Conversations, 'list'>;
  readonly log: Pick<Log, 'entriesFrom'>;
  readonly posts: Pick<Posts, 'list' | 'places'>;
}

/** Rows of a page. */
const EXPORTED_ROWS = 500;
/** Posts of a page, each of up to 10 KB. They may share it with a hundred entries of 16 KB: a page has 6 MB at most. */
const EXPORTED_POSTS = 50;
/** Every user name comes after it. */
const FIRST_PEER = '-';

/** A page of rows begins after a peer, a page of entries at one, and a page of posts after an id. */
type ExportCursor = { readonly rows: string } | ExportPosition | { readonly posts: string };

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
    const items = entries.map((entry) => ({ type: 'entry' as const, entry: presentEntry(entry, username) }));
    if (next) return page(items, next);
    const posts = await postsAfter(services, username, undefined);
    return page([...items, ...posts.items], posts.next);
  });

/**
 * Returns a page of a person's posts as they see them; before the first, the squares they have used. Of erased ones
 * nothing is left that could be exported.
 */
async function postsAfter({ posts, users }: ExportServices, username: string, after: string | undefined) {
  const [places, stored] = await Promise.all([
    after === undefined ? posts.places(username) : [],
    posts.list(username, after, EXPORTED_POSTS + 1),
  ]);
  const page = stored.slice(0, EXPORTED_POSTS);
  const written = page.filter(({ erasedAt }) => erasedAt === undefined);
  const owner = written.length + places.length > 0 ? await users.get(username) : undefined;
  // A person who was deleted in the meantime has no posts, whether or not they are erased yet.
  const isThere = owner !== undefined && owner.deletedAt === undefined;
  const last = page.at(-1);
  return {
    items: isThere
      ? [
          ...places.map((place) => ({ type: 'square' as const, place })),
          ...written.map((post) => ({ type: 'post' as const, post: presentPost(post, owner) })),
        ]
      : [],
    next: stored.length > EXPORTED_POSTS && last ? { posts: last.id } : undefined,
  };
}

function exportRow(row: ConversationRow) {
  const { peer, createdAt, readSeq = 0, muted = false, pinned = false, blocked = false, declined } = row;
  const conversation = {
    type: 'conversation' as const,
    peer,
    createdAt: timestampOf(createdAt),
    readSeq,
    muted,
    pinned,
    ...(declined === true && { declined }),
  };
  return blocked ? [conversation, { type: 'block' as const, username: peer }] : [conversation];
}

const CURSOR_TEXT = /^(\+[a-z0-9_-]{3,30}|=[a-z0-9_-]{3,30}\.[A-Za-z0-9_-]{22}|([a-z0-9_-]{3,30}|-) [0-9]{1,15})$/;
const isCursorText = (text: string): boolean => CURSOR_TEXT.test(text);

function cursorOf(position: ExportCursor): string {
  if ('rows' in position) return `+${position.rows}`;
  return 'posts' in position ? `=${position.posts}` : `${position.peer} ${position.seq}`;
}

function positionOf(cursor: string): ExportCursor {
  if (cursor.startsWith('+')) return { rows: cursor.slice(1) };
  if (cursor.startsWith('=')) return { posts: cursor.slice(1) };
  const [peer = '', seq = ''] = cursor.split(' ');
  return { peer, seq: Number(seq) };
}
