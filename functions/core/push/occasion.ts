/** What a job is about, read again: a message, what somebody said of a post, or a post that a search finds. */

import { isMessage } from '#contract/entry-kinds.ts';
import { messageId } from '#contract/message-id.ts';
import { PUSHED_TEXT_MAX_CHARACTERS, type PushPayload } from '#contract/push.ts';
import type { Entry } from '../entry.ts';
import type { Posts } from '../feed/ports.ts';
import { ownerOf } from '../feed/post-id.ts';
import type { Post } from '../feed/post.ts';
import type { Clock, Conversations, Log } from '../ports.ts';
import { unreadOf } from '../unread.ts';
import type { Subject } from './device.ts';
import type { Job, MessageJob, PostJob } from './job.ts';
import { occasionOfSearch, type SearchOccasionServices } from './occasion-of-search.ts';
import { isTold } from './queue-messages.ts';
import type { PushOptions } from './service.ts';
import { isHeard, isWanted, type Told, type ToldRow } from './told.ts';

export interface OccasionServices extends SearchOccasionServices {
  readonly log: Pick<Log, 'get'>;
  readonly conversations: Pick<Conversations, 'get'>;
  readonly posts: Pick<Posts, 'get'>;
  readonly told: Told;
  readonly clock: Clock;
}

/** What there is to tell, as it stands now. */
export interface Occasion {
  readonly subject: Subject;
  /** Who said it. */
  readonly from: string;
  /** When it was said, in epoch milliseconds. */
  readonly at: number;
  /** Names what a later push takes the place of. */
  readonly thread: string;
  readonly urgency: PushOptions['urgency'];
  /** Begins to tell. @returns what is told; undefined where it is not to be told, or was already */
  claim(): Promise<Content | undefined>;
  /** Returns what is told of what was claimed before; undefined where it is not to be told any more. */
  claimed(): Promise<Content | undefined>;
  finish(): Promise<void>;
}

/** What a push says, but for names. Texts are only for devices that want them. */
export type Content = Omit<PushPayload, 'to' | 'at' | 'from'>;

/** How long what was told once is remembered: a year, longer than any post lasts. */
const REMEMBERED_MS = 365 * 24 * 60 * 60_000;

/** Returns what a job is about; undefined where there is nothing to tell any more. */
export function occasionOf(services: OccasionServices, job: Job): Promise<Occasion | undefined> {
  if (job.kind === 'message') return occasionOfMessage(services, job);
  return job.kind === 'search' ? occasionOfSearch(services, job) : occasionOfPost(services, job);
}

async function occasionOfMessage(services: OccasionServices, job: MessageJob): Promise<Occasion | undefined> {
  const { log, conversations, told, clock } = services;
  const { recipient, conversation, seq } = job;
  const entry = await log.get({ conversation, seq }, 'strong');
  if (!entry || entry.recipient !== recipient || !isTold(entry) || isDeleted(entry)) return undefined;
  const { sender, timestamp } = entry;
  // Before it waits, as well as after: most messages are read by then.
  const row: ToldRow | undefined = await conversations.get(recipient, sender);
  if (row && !isWanted(row, seq, clock.now())) return undefined;
  const message = { recipient, sender, seq };
  const isOffer = entry.lastPost === seq;
  const contentOf = (view: ToldRow): Content => contentOfMessage(entry, view);
  return {
    subject: isOffer ? 'offers' : 'messages',
    from: sender,
    at: timestamp,
    thread: conversation,
    // For phones that sleep: somebody waits for an answer.
    urgency: 'high',
    async claim() {
      const view = await told.claim(message, clock.now(), timestamp);
      return view && contentOf(view);
    },
    async claimed() {
      // Somebody who has looked since was told of another message, or of none.
      return row?.toldSeq === seq ? contentOf(row) : undefined;
    },
    finish: () => told.finish(message),
  };
}

const isDeleted = (entry: Entry): boolean => isMessage(entry) && entry.deletionSeq !== undefined;

function contentOfMessage(entry: Entry, { readCount = 0 }: ToldRow): Content {
  const { sender, recipient, conversation } = entry;
  const [text, post] = isMessage(entry) ? [entry.body, entry.post] : [undefined, undefined];
  return {
    kind: post ? 'offer' : 'message',
    conversation,
    id: messageId(entry),
    unread: unreadOf(recipient, sender, entry, readCount),
    ...(text !== undefined && text !== '' && { text: beginningOf(text) }),
    ...(post && { post: { id: post.id, title: post.title } }),
  };
}

/** Cuts between characters, never within one. */
function beginningOf(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= PUSHED_TEXT_MAX_CHARACTERS) return text;
  return `${characters.slice(0, PUSHED_TEXT_MAX_CHARACTERS - 1).join('')}…`;
}

async function occasionOfPost(services: OccasionServices, job: PostJob): Promise<Occasion | undefined> {
  const { posts, conversations, told, clock } = services;
  const { kind, recipient, post: id, at } = job;
  const owner = ownerOf(id);
  const [post, one, other] = await Promise.all([
    posts.get(id),
    conversations.get(recipient, owner),
    conversations.get(owner, recipient),
  ]);
  if (!post || !isSaid(post, kind, recipient)) return undefined;
  if ((one && !isHeard(one, clock.now())) || other?.blocked === true) return undefined;
  const key = `${kind}#${recipient}#${id}`;
  const content = { kind, post: { id, title: post.title } };
  return {
    subject: kind === 'promise' ? 'promises' : 'thanks',
    from: owner,
    at,
    thread: key,
    urgency: 'normal',
    claim: async () => ((await told.claimOnce(key, clock.now(), at + REMEMBERED_MS)) ? content : undefined),
    claimed: async () => content,
    finish: () => told.finishOnce(key),
  };
}

/** True while a post says it: it may have been taken back, or an administrator may have removed it. */
function isSaid(post: Post, kind: PostJob['kind'], recipient: string): boolean {
  if (post.erasedAt !== undefined || post.hiddenAt !== undefined || post.status === 'removed') return false;
  if (kind === 'promise') return post.status === 'promised' && post.promisedTo === recipient;
  return (post.helpers ?? []).some(({ username, thanks }) => username === recipient && thanks !== undefined);
}
