/**
 * What an item is to be after a restore: what it was at the moment, but for what holds although the tables go back. It
 * is decided before an item is written, so that a deleted text is not back for a second.
 */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import { conversationOf, peopleOf } from '#contract/message-id.ts';
import { initialOf } from '#contract/user-name.ts';
import {
  CONVERSATIONS_TABLE,
  MESSAGES_TABLE,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  USERS_TABLE,
} from '#functions/aws/environment.ts';
import { postsTable } from '#functions/aws/tables.ts';
import { withChange } from '#functions/core/apply.ts';
import type { ConversationRow } from '#functions/core/conversation-row.ts';
import { ERASED, generationOf, type ChangeOf, type Entry, type MessageEntry } from '#functions/core/entry.ts';
import { erased } from '#functions/core/feed/close-post.ts';
import { ownerOf } from '#functions/core/feed/post-id.ts';
import { isClosed, type Post } from '#functions/core/feed/post.ts';
import type { User } from '#functions/core/user.ts';
import type { Lasting } from './lasting.ts';

export type Item = Readonly<Record<string, unknown>>;

export interface Place {
  readonly lasting: Lasting;
  /** In which entries are written from now on. */
  readonly generation: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Returns the message at a place of the log as it was. */
  messageThen(conversation: string, seq: number): Promise<Entry | undefined>;
  /** Gets the ids of posts whose cards are no longer those of the index as it was. */
  readonly changedPosts: Set<string>;
}

/**
 * Returns what an item is to be; undefined: it is to go.
 * @param then as it was at the moment; undefined: there was none
 * @param live as it is
 */
type Rule = (then: Item | undefined, live: Item | undefined, place: Place) => Promise<Item | undefined>;

/**
 * A deletion that is in no log yet. Its entry is appended once the log is back, and is the earlier one then, whatever
 * its place.
 */
export const DELETION_TO_COME = Number.MAX_SAFE_INTEGER;

/** By the tables' variables; other tables become what they were. */
const rules: Readonly<Record<string, Rule>> = {
  [MESSAGES_TABLE]: entryWanted,
  [CONVERSATIONS_TABLE]: rowWanted,
  [USERS_TABLE]: userWanted,
  [POSTS_TABLE]: postWanted,
  [POST_INDEX_TABLE]: indexWanted,
};

export const wantedIn = (variable: string): Rule => rules[variable] ?? (async (then) => then);

async function entryWanted(then: Item | undefined, live: Item | undefined, place: Place): Promise<Item | undefined> {
  const { lasting, generation } = place;
  // Only the restore itself writes this generation before it has ended: it was interrupted.
  if (!then) return live && Number(live['seq']) > 0 && generationOf(live) >= generation ? live : undefined;
  const entry = then as unknown as Entry;
  const { conversation, seq } = entry;
  const [one, other] = peopleOf(conversation);
  if (one === other && lasting.deletedAccounts.has(one)) return undefined;
  if (seq === 0 || !isKnown(entry)) return then;
  if (isMessage(entry)) {
    const deletion = lasting.deletionOf(conversation, seq, generationOf(entry));
    return deletion ? (deleted(entry, deletion.by) as unknown as Item) : then;
  }
  if (entry.kind !== 'edit' || !lasting.mayBeDeleted(conversation, entry.target)) return then;
  const message = await place.messageThen(conversation, entry.target);
  const isDeleted = message && lasting.deletionOf(conversation, entry.target, generationOf(message));
  return isDeleted ? { ...then, body: ERASED, digest: ERASED } : then;
}

/** Returns a message whose deletion is in no log yet; one that was deleted before is as it is. */
function deleted(message: MessageEntry, by: 'sender' | 'moderator'): MessageEntry {
  if (message.deletionSeq !== undefined) return message;
  const change = {
    ...{ kind: 'deletion', target: message.seq, seq: DELETION_TO_COME },
    ...(by === 'moderator' && { by }),
  } as ChangeOf<'deletion'>;
  return withChange(message, change);
}

async function rowWanted(
  then: Item | undefined,
  live: Item | undefined,
  { lasting, now }: Place,
): Promise<Item | undefined> {
  const { username: partition, peer } = (then ?? live) as unknown as ConversationRow;
  // The items of a person's inbox are in a partition of their own, under their name and a mark.
  const [username = ''] = partition.split('#');
  if (lasting.deletedAccounts.has(username)) return undefined;
  if (partition !== username) return then;
  const blocked = lasting.block(username, peer);
  if (blocked === undefined || (!then && !blocked)) return then;
  const row = (then ?? { username, peer, createdAt: live?.['createdAt'] ?? now }) as unknown as ConversationRow;
  if (row.blocked === blocked) return then;
  const { blocked: _, shownReadSeq: _shown, ...others } = row;
  return blocked ? { ...others, blocked, shownReadSeq: row.readSeq ?? 0 } : { ...others };
}

async function userWanted(
  then: Item | undefined,
  live: Item | undefined,
  { lasting }: Place,
): Promise<Item | undefined> {
  const { initial, username } = (then ?? live) as { readonly initial: string; readonly username: string };
  // An item of the index of names has the word, a space and the name.
  const name = username.split(' ').at(-1) ?? username;
  const at = lasting.deletedAccounts.get(name);
  if (at === undefined || initial.startsWith('#')) return then;
  if (initial !== initialOf(name) || username !== name) return undefined;
  if ((live as User | undefined)?.deletedAt !== undefined) return live;
  return { initial, username, displayName: username, createdAt: at, deletedAt: at };
}

async function postWanted(then: Item | undefined, live: Item | undefined, place: Place): Promise<Item | undefined> {
  const { lasting, now, changedPosts } = place;
  const { owner, id } = (then ?? live) as unknown as Post;
  const isGone = lasting.deletedAccounts.has(owner);
  if (id === postsTable.self || id === postsTable.searches) return isGone ? undefined : then;
  const current = live as Post | undefined;
  // An erased post keeps its id, so that a client that repeats its request does not publish it once more.
  if (!then) return current?.erasedAt === undefined ? undefined : live;
  const post = then as unknown as Post;
  const next =
    isGone || lasting.deletedPosts.has(id) ? withoutContent(post, current, now) : asJudged(post, current, place);
  if (next !== post) changedPosts.add(id);
  return next as unknown as Item;
}

const withoutContent = (post: Post, live: Post | undefined, now: number): Post =>
  post.erasedAt !== undefined ? post : live?.erasedAt !== undefined ? live : erased(post, now);

/** Returns a post with what administrators and reports have done to it since. */
function asJudged(post: Post, live: Post | undefined, { lasting, now }: Place): Post {
  const helpers = post.helpers?.map((helper) =>
    helper.thanks !== undefined && lasting.isThanksRemoved(post.id, helper.username)
      ? { username: helper.username, thanksRemoved: true as const }
      : helper,
  );
  const isTold = helpers?.some((helper, i) => helper !== post.helpers?.[i]);
  const thanked = isTold && helpers ? { ...post, helpers, version: post.version + 1 } : post;
  if (lasting.removedPosts.has(post.id) && post.status !== 'removed') {
    const removal = live?.removal ?? 'It was removed by an administrator.';
    return { ...thanked, status: 'removed', removal, version: thanked.version + 1, closedAt: live?.closedAt ?? now };
  }
  if (isClosed(post) || !live) return thanked;
  if (live.keptAt !== undefined && post.keptAt === undefined) {
    const { hiddenAt: _, ...shown } = thanked;
    return { ...shown, keptAt: live.keptAt, version: thanked.version + 1 };
  }
  return live.hiddenAt !== undefined && post.hiddenAt === undefined
    ? { ...thanked, hiddenAt: live.hiddenAt, version: thanked.version + 1 }
    : thanked;
}

/** An item of the index: a card or tombstone, an offer, or what a helper is thanked for. */
interface Indexed {
  readonly list: string;
  /** Of the post. */
  readonly id?: string;
  readonly post?: string;
  readonly person?: string;
  readonly helper?: string;
  readonly text?: string;
}

async function indexWanted(
  then: Item | undefined,
  _live: Item | undefined,
  { lasting, changedPosts }: Place,
): Promise<Item | undefined> {
  if (!then) return undefined;
  const { id, post = id, person, helper, text } = then as unknown as Indexed;
  if (post === undefined) return then;
  const isGone = (name: string | undefined): boolean => name !== undefined && lasting.deletedAccounts.has(name);
  if (isGone(ownerOf(post)) || isGone(person) || isGone(helper) || lasting.deletedPosts.has(post)) return undefined;
  // Its cards are made again, from the post.
  if (id !== undefined && changedPosts.has(id)) return undefined;
  if (helper === undefined || text === undefined || !lasting.isThanksRemoved(post, helper)) return then;
  const { text: _, shown: _shown, ...others } = then;
  return others;
}

/** Returns the people of a conversation whose accounts are left. */
export const peopleLeft = (conversation: string, { deletedAccounts }: Lasting): readonly string[] =>
  [...new Set(peopleOf(conversation))].filter((name) => !deletedAccounts.has(name));

/** Returns the conversation of a row. */
export const conversationOfRow = ({ username, peer }: ConversationRow): string => conversationOf(username, peer);
