/**
 * The lists of cards. Key: `list`, `at`. A card's `at` is its post's time and id, so a list is read from the newest on.
 * Lists: `day#2026-11-28#0` by time, `town#2870.3912` and `region#358.442` by place, and `days#2026` with the days that
 * have posts. A card keeps its keys for life, since time and place of a post never change: a guard by version is
 * enough, however often and late it is written.
 */

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { cellName } from '#contract/grid.ts';
import type { Day, FeedIndex, List } from '../core/feed/ports.ts';
import { cellsOf, indexedOf, type Card, type FeedPosition, type Post, type Tombstone } from '../core/feed/post.ts';
import {
  BATCH_GET_MAX,
  conditionHeld,
  dynamo,
  getAcross,
  inBatches,
  itemIfConditionFailed,
  queryAll,
  timeToLive,
  type Item,
} from './dynamo.ts';

/** Items outlive their posts by a week: an owner may still renew, and a projection may still be on its way. */
const KEPT_MS = 7 * 24 * 60 * 60_000;
/** Digits of a time in base 36: enough for three thousand years. */
const TIME_DIGITS = 9;

interface Settings {
  /** Into how many lists the posts of a day are spread; it takes effect on the next day. */
  readonly shardsPerDay: number;
}

export function postIndex(table: string, { shardsPerDay }: Settings): FeedIndex {
  /** By day, into how many lists it is spread: so that an instance looks it up once. */
  const known = new Map<string, number>();

  /** Notes that a day has posts. @returns into how many lists they are spread */
  const noteDay = async (day: string): Promise<number> => {
    const noted = known.get(day);
    if (noted !== undefined) return noted;
    const put = new PutCommand({
      TableName: table,
      Item: dayItem(day, shardsPerDay),
      ConditionExpression: 'attribute_not_exists(shards)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const other = await itemIfConditionFailed(dynamo.send(put));
    const shards = Number(other?.['shards'] ?? shardsPerDay);
    known.set(day, shards);
    return shards;
  };

  /** Returns the newest items of a list, or of those whose `at` is within the bound. */
  const newestOf = <T>(
    list: string,
    bound: { readonly operator: '<' | '<=' | '>='; readonly at: string } | undefined,
    limit: number,
  ): Promise<readonly T[]> => {
    const query = {
      TableName: table,
      KeyConditionExpression: `#list = :list${bound ? ` AND #at ${bound.operator} :at` : ''}`,
      ExpressionAttributeNames: { '#list': 'list', ...(bound && { '#at': 'at' }) },
      ExpressionAttributeValues: { ':list': list, ...(bound && { ':at': bound.at }) },
      ScanIndexForward: false,
    };
    return queryAll<T>(query, limit);
  };

  const keyByTime = async (position: FeedPosition) => {
    const day = dayOf(position.createdAt);
    return { list: listName({ day, shard: shardOf(position.id, await noteDay(day)) }), at: sortKeyOf(position) };
  };

  return {
    async project(post) {
      const { byTime, byPlace } = indexItems(post, await noteDay(dayOf(post.createdAt)));
      const write = (Item: Item) =>
        conditionHeld(
          dynamo.send(
            new PutCommand({
              TableName: table,
              Item,
              ConditionExpression: 'attribute_not_exists(version) OR version <= :version',
              ExpressionAttributeValues: { ':version': post.version },
            }),
          ),
        );
      await Promise.all(byPlace.map(write));
      // The list by time comes last: `versions` looks there alone, so it must never be ahead of the others.
      await write(byTime);
    },

    async versions(posts) {
      const keys = await Promise.all(posts.map(keyByTime));
      const found = await Promise.all(inBatches(keys, BATCH_GET_MAX).map((Keys) => getAcross({ [table]: { Keys } })));
      const items = found.flatMap((batch) => (batch.get(table) ?? []) as (Card | Tombstone)[]);
      return new Map(items.map(({ id, version }) => [id, version]));
    },

    list: (list, before, limit) =>
      newestOf<Card | Tombstone>(listName(list), before && { operator: '<', at: sortKeyOf(before) }, limit),

    listSince: (list, since, limit) =>
      newestOf<Card | Tombstone>(listName(list), { operator: '>=', at: timeKey(since) }, limit),

    async days(year, from, limit) {
      const bound = { operator: '<=', at: from } as const;
      const items = await newestOf<{ readonly at: string; readonly shards: number }>(`days#${year}`, bound, limit);
      return items.map(({ at, shards }): Day => ({ day: at, shards }));
    },
  };
}

/** Returns the items of a post in its lists. @param shards into how many lists the posts of its day are spread */
export function indexItems(post: Post, shards: number): { readonly byTime: Item; readonly byPlace: readonly Item[] } {
  const at = sortKeyOf(post);
  const expiresAt = timeToLive((post.closedAt ?? post.lastsUntil) + KEPT_MS);
  const itemIn = (list: List): Item => ({ list: listName(list), at, ...indexedOf(post), expiresAt });
  const cells = post.place ? cellsOf(post.place) : [];
  return {
    byTime: itemIn({ day: dayOf(post.createdAt), shard: shardOf(post.id, shards) }),
    byPlace: cells.map((cell) => itemIn({ cell })),
  };
}

/** Returns the item that says that a day has posts. @param shards into how many lists they are spread */
export const dayItem = (day: string, shards: number): Item => ({ list: yearOf(day), at: day, shards });

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const yearOf = (day: string): string => `days#${day.slice(0, 4)}`;

const listName = (list: List): string =>
  'cell' in list ? `${list.cell.grid}#${cellName(list.cell)}` : `day#${list.day}#${list.shard}`;

const timeKey = (at: number): string => at.toString(36).padStart(TIME_DIGITS, '0');
const sortKeyOf = ({ createdAt, id }: FeedPosition): string => `${timeKey(createdAt)}#${id}`;

/** Spreads ids evenly: their last characters are those of a hash. */
function shardOf(id: string, shards: number): number {
  let sum = 0;
  for (const character of id.slice(-4)) sum = sum * 31 + (character.codePointAt(0) ?? 0);
  return sum % shards;
}
