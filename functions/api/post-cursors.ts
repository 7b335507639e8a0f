/** The cursors of lists of posts: each is bound to its reader and to everything that was asked for. */

import type { Parsed } from '#contract/route.ts';
import type { listPosts } from '#contract/routes/posts.ts';
import { decodeCursor, encodeCursor } from '../core/cursor.ts';
import { isPostId } from '../core/feed/post-id.ts';
import type { FeedPosition } from '../core/feed/post.ts';
import type { NearbyPosition } from '../core/feed/posts-nearby.ts';

type Query = Parsed<typeof listPosts>['query'];

const BY_TIME = /^(\d{13})\/(.{1,60})$/;
const BY_DISTANCE = /^(\d{1,6})\/(.{1,60})$/;

const scopeOf = (reader: string, { kind, category, words, near, radius, since, owner }: Query): readonly string[] => [
  'posts',
  reader,
  ...[kind, category, words, near, radius, since, owner].map((value) => String(value ?? '')),
];

/** Reads the position in a query's cursor. @throws {Refusal} `invalid` */
function positionIn(reader: string, query: Query, form: RegExp): readonly [number: number, id: string] | undefined {
  if (query.cursor === undefined) return undefined;
  const position = decodeCursor(scopeOf(reader, query), query.cursor, (text) => form.test(text));
  const [, number = '', id = ''] = form.exec(position) ?? [];
  return [Number(number), id];
}

export function positionByTime(reader: string, query: Query): FeedPosition | undefined {
  const [createdAt, id] = positionIn(reader, query, BY_TIME) ?? [];
  return createdAt === undefined || id === undefined ? undefined : { createdAt, id };
}

export function positionByDistance(reader: string, query: Query): NearbyPosition | undefined {
  const [meters, id] = positionIn(reader, query, BY_DISTANCE) ?? [];
  return meters === undefined || id === undefined ? undefined : { meters, id };
}

/** Not every text: beside the posts of a person lies what is kept with their owner. */
export const positionById = (reader: string, query: Query): string | undefined =>
  query.cursor === undefined ? undefined : decodeCursor(scopeOf(reader, query), query.cursor, isPostId);

/** Returns the cursor of the page that follows a position. */
export function cursorAt(reader: string, query: Query, position: FeedPosition | NearbyPosition | string): string {
  if (typeof position === 'string') return encodeCursor(scopeOf(reader, query), position);
  const number = 'meters' in position ? position.meters : position.createdAt;
  return encodeCursor(scopeOf(reader, query), `${number}/${position.id}`);
}
