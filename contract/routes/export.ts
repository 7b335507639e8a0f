/** The route of the export of my data. It is a file of its own, since it knows what everything of mine looks like. */

import * as z from 'zod/mini';
import { link, withheldFile } from '../attachments.ts';
import { described, named } from '../described.ts';
import { Post, ShownPlace } from '../posts.ts';
import { route } from '../route.ts';
import { Entry } from '../schemas.ts';
import { Thanks } from '../thanks.ts';
import { Me } from '../users.ts';
import { Seq, Timestamp, UserName, pageOf, paging } from '../values.ts';
import { SavedSearch } from './for-you.ts';
import { PushSwitches } from './push.ts';

const pieces = [
  z.extend(Me, { type: z.literal('profile') }),
  z.object({
    type: z.literal('conversation'),
    peer: UserName,
    createdAt: Timestamp,
    readSeq: Seq,
    muted: z.boolean(),
    mutedUntil: z.optional(Timestamp),
    pinned: z.boolean(),
    archivedThrough: z.optional(Seq),
    markedUnread: z.optional(z.literal(true)),
    declined: z.optional(z.literal(true)),
  }),
  z.object({ type: z.literal('block'), username: UserName }),
  z.object({
    type: z.literal('entry'),
    entry: Entry,
    original: z.optional(
      described('The first text of a message that was edited. Its other texts are in the entries.', z.string()),
    ),
  }),
  z.object({ type: z.literal('post'), post: Post }),
  z.object({
    type: described(
      'A picture or file of the message or post before it. Load it before the next page: the link lasts for minutes.',
      z.literal('file'),
    ),
    of: described('Id of the message or post.', z.string()),
    ...link,
  }),
  z.object({
    type: described(
      'A picture or file of the message or post before it that is not handed out, and therefore has no link.',
      z.literal('withheld'),
    ),
    of: described('Id of the message or post.', z.string()),
    ...withheldFile,
  }),
  z.object({
    type: described(
      'A square I have posted from, the latest last: a post next to it shows it again.',
      z.literal('square'),
    ),
    place: ShownPlace,
  }),
  z.object({ type: z.literal('thanks'), thanks: Thanks }),
  z.object({ type: z.literal('search'), search: SavedSearch }),
  z.object({
    type: described(
      'A device that is told by push. Its address and keys are secrets of the browser.',
      z.literal('push'),
    ),
    texts: z.boolean(),
    about: PushSwitches,
    since: Timestamp,
  }),
] as const;
/** A piece as this version sends it. */
const Exported = z.discriminatedUnion('type', pieces);
export type Exported = z.infer<typeof Exported>;

const isKnownType = (type: string): boolean => pieces.some(({ shape }) => shape.type.safeParse(type).success);

/** What another version sends belongs to its owner as well, so a client keeps it as it is. */
const UnknownExported = z.looseObject({
  type: z.string().check(z.refine((type) => !isKnownType(type), 'Must have the fields of its type')),
});

const AnyExported = named(
  'Exported',
  'A piece of my data. A client keeps types that are not described here as they are.',
  z.union([Exported, UnknownExported]),
);

export const exportMe = route({
  method: 'GET',
  path: '/me/export',
  operation: 'exportMe',
  summary: 'All my data, page by page',
  description:
    'My profile, conversations and blocks, every entry of those conversations, my posts with their places as ' +
    'they are stored, links to the pictures and files of both, the squares I have used, my saved searches, the ' +
    'devices that are told by push, and the thank-yous I was given. Not my reports: they belong to the ' +
    'administrators.',
  access: 'person',
  query: z.strictObject({ cursor: paging.cursor }),
  answers: { 200: pageOf(AnyExported) },
  refusals: ['no-session', 'too-many-requests'],
});

export const exportRoutes = [exportMe] as const;
