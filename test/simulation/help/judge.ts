/** What must hold of offers, requests and thanks once everything is at rest. */

import { isMessage } from '#contract/entry-kinds.ts';
import { messageId } from '#contract/message-id.ts';
import type { ConversationRow } from '#functions/core/conversation-row.ts';
import type { Offer as StoredOffer, Thanks } from '#functions/core/feed/ports.ts';
import type { Post } from '#functions/core/feed/post.ts';
import { environment } from '../../functions/support/environment.ts';
import type { FeedCenter } from '../feed/center.ts';
import { SHY } from './people.ts';
import { LEAVERS, type Talk } from './talk.ts';

type Listed = { readonly list: string; readonly at: string };

const hasLeft = (person: string): boolean => LEAVERS.includes(person);

interface Decisions {
  /** Thank-yous that their helpers have shown for certain, as in `helper post`. */
  readonly shown: ReadonlySet<string>;
  /** Who has declined whose request for certain, as in `recipient sender`. */
  readonly declined: ReadonlySet<string>;
}

export function judgeAtRest({ world, ledger }: FeedCenter, talk: Talk, { shown, declined }: Decisions): void {
  const { broken, tables } = world;
  const index = tables.all(environment.POST_INDEX_TABLE) as unknown as readonly Listed[];
  const posts = [...ledger.posts.keys()].flatMap((id) => ledger.latest(id) ?? []);

  judgeRequests();
  judgeDeclines();
  for (const post of posts) judgeOffers(post);
  judgeOffersOfPeople();
  for (const post of posts) judgeThanks(post);
  judgeErasure();

  /** A request has one message until its recipient has written, and every entry until then says that it waits. */
  function judgeRequests(): void {
    for (const [conversation, log] of talk.logs) {
      const entries = log.map(({ entry }) => entry);
      const [first] = entries;
      if (!first || !isMessage(first) || first.sender === first.recipient) continue;
      let isWaiting = first.post !== undefined || first.recipient === SHY;
      for (const entry of entries) {
        if (isMessage(entry) && entry.sender === first.recipient) isWaiting = false;
        if (isWaiting && isMessage(entry) && entry.seq > 1)
          broken('wrong', `${entry.sender} sends '${entry.body}' although ${first.recipient} has not answered`);
        if ((entry.request === true) !== isWaiting)
          broken('wrong', `${conversation}.${entry.seq} says ${isWaiting ? 'no' : 'a'} request`);
      }
    }
  }

  /** A decline stays where its recipient put it, and nowhere else. */
  function judgeDeclines(): void {
    const rows = tables.all(environment.CONVERSATIONS_TABLE) as unknown as readonly ConversationRow[];
    const stored = rows.filter((row) => row.declined).map(({ username, peer }) => `${username} ${peer}`);
    for (const pair of declined) if (!stored.includes(pair)) broken('lost', `the decline ${pair}`);
    for (const pair of stored) if (!declined.has(pair)) broken('wrong', `the decline ${pair}, which nobody made`);
  }

  /** Each person who wrote from a post has one offer for it, with the first of their messages. */
  function judgeOffers(post: Post): void {
    const stored = index.filter(({ list }) => list === `p#${post.id}`) as unknown as readonly StoredOffer[];
    const made = post.erasedAt === undefined ? talk.offersFor(post.id) : new Map<string, never>();
    const expected = [...made].filter(([person]) => !hasLeft(person)).map(([, message]) => messageId(message));
    const found = stored.map((offer) => messageId(offer));
    const differs = (one: readonly string[], other: readonly string[]) => one.filter((each) => !other.includes(each));
    for (const id of differs(expected, found)) broken('lost', `the offer ${id} for '${post.title}' of ${post.id}`);
    for (const id of differs(found, expected))
      broken('wrong', `the offer ${id} for '${post.title}' of ${post.id}, ${post.status}, ${String(post.erasedAt)}`);
  }

  /**
   * What is kept with a person has all that is kept with the posts, so that their leaving finds it. Of a deletion that
   * died it may have more, which goes when they leave.
   */
  function judgeOffersOfPeople(): void {
    const pairs = (prefix: string, pair: (item: Listed) => string): readonly string[] =>
      index.filter(({ list }) => list.startsWith(prefix)).map(pair);
    const withPosts = pairs('p#', ({ list, at }) => `${at} ${list.slice(2)}`);
    const withPeople = pairs('o#', ({ list, at }) => `${list.slice(2)} ${at}`);
    for (const pair of withPosts)
      if (!withPeople.includes(pair)) broken('lost', `an offer is not kept with its person: ${pair}`);
    for (const pair of withPeople)
      if (!withPosts.includes(pair) && ledger.latest(pair.split(' ')[1] ?? '')?.erasedAt === undefined)
        broken('lost', `an offer is not kept with its post: ${pair}`);
  }

  /** Everybody who was named helped, with the words of the owner, and shows them if they decided so. */
  function judgeThanks({ id, helpers = [] }: Post): void {
    const stored = index.filter(({ list, at }) => list.startsWith('h#') && at === id) as unknown as readonly Thanks[];
    for (const { username, thanks } of helpers) {
      if (hasLeft(username)) continue;
      const found = stored.find(({ helper, gone }) => helper === username && !gone);
      if (!found || found.text !== thanks)
        broken('lost', `${username} is not thanked '${thanks}' for ${id}: ${JSON.stringify(found)}`);
      else if (shown.has(`${username} ${id}`) && found.shown !== true)
        broken('lost', `${username} has shown '${thanks}', which nobody sees`);
    }
    for (const { helper, gone } of stored)
      if (!gone && !helpers.some(({ username }) => username === helper))
        broken('not erased', `${helper} is thanked for ${id}, where nobody names them`);
  }

  /** Nothing is left of people who left, nor of posts that were deleted. */
  function judgeErasure(): void {
    for (const person of LEAVERS)
      for (const { list, at, gone } of index as readonly (Listed & Pick<Thanks, 'gone'>)[])
        if ([`o#${person}`, `h#${person}`].includes(list) && !gone)
          broken('not erased', `${list} ${at} is left of ${person}`);
    const dump = JSON.stringify([index, tables.all(environment.POSTS_TABLE)]);
    for (const [id, versions] of ledger.posts) {
      const latest = ledger.latest(id);
      if (latest?.erasedAt === undefined) {
        if (latest && hasLeft(latest.owner)) broken('not erased', `${latest.title} is left of ${latest.owner}`);
        continue;
      }
      for (const { title, helpers = [] } of versions.map(({ post }) => post))
        for (const text of [title, ...helpers.flatMap(({ thanks }) => thanks ?? [])])
          if (text !== '' && dump.includes(`"${text}"`)) broken('not erased', `'${text}' of ${id} is left`);
    }
  }
}
