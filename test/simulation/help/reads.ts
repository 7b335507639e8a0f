/** What people are told of offers, promises and thanks. Every answer is compared with what was true at that moment. */

import { conversationOf } from '#contract/message-id.ts';
import type { Offer } from '#contract/offers.ts';
import type { Outcome, Post as ShownPost } from '#contract/posts.ts';
import { getPost, listOffers } from '#contract/routes/posts.ts';
import { getOutcome, listThanks } from '#contract/routes/thanks.ts';
import type { Thanks } from '#contract/thanks.ts';
import { ownerOf } from '#functions/core/feed/post-id.ts';
import type { Post } from '#functions/core/feed/post.ts';
import type { FeedCenter, Received } from '../feed/center.ts';
import type { Period } from '../feed/ledger.ts';
import { LEAVERS, type Talk } from './talk.ts';

interface SendBody {
  readonly recipient: string;
  readonly body: string;
  readonly clientId: string;
  readonly post?: string;
}

/** What an owner wants of a post. */
export interface Change {
  readonly version: number;
  readonly status: string;
  readonly promisedTo?: string;
  readonly helpers?: readonly { readonly username: string; readonly thanks?: string }[];
  readonly othersHelped?: number;
  readonly title?: string;
}

const codeIn = ({ body }: Received): string | undefined => (body as { readonly code?: string }).code;

export function createReads({ world, ledger, ask }: FeedCenter, talk: Talk, count: (what: string) => void) {
  const { time, random, broken } = world;
  /** Thank-yous whose helpers have asked to show them, as in `helper post`. */
  const shownOrAsked = new Set<string>();

  /** Who has ever blocked whom, as in `person other`. */
  const blocked = new Set<string>();

  const somePost = (): string | undefined => {
    const ids = [...ledger.posts.keys()];
    return ids.length > 0 ? random.pick(ids) : undefined;
  };
  const versionsIn = (id: string, period: Period): readonly Post[] =>
    ledger.readable(id, period, 'strong').map(({ post }) => post);

  /** A message is refused for a reason that holds, and one that is stored is answered as stored. */
  function judgeSend(
    sender: string,
    { recipient, body, clientId, post }: SendBody,
    received: Received,
    period: Period,
  ) {
    const { status } = received;
    const conversation = conversationOf(sender, recipient);
    const storedAt = talk.storedAt.get(clientId) ?? Infinity;
    if (status < 300) {
      if (storedAt > period.to) broken('lost', `${body} is answered ${status} and not stored`);
      return;
    }
    if (storedAt < period.from) broken('wrong', `${body} is stored, and its repeat answered ${status}`);
    const isAnswered = talk.hasWritten(recipient, conversation, period.from);
    if (codeIn(received) === 'awaiting-answer' && (isAnswered || !talk.hasWritten(sender, conversation, period.to)))
      broken('wrong', `${body} is refused, though nothing waits for an answer of ${recipient}`);
    const mayRefuse = blocked.has(`${recipient} ${sender}`) || LEAVERS.includes(recipient);
    if (codeIn(received) === 'not-accepting' && !mayRefuse)
      broken('leaked', `${body} is not accepted by ${recipient}, who has not blocked ${sender}`);
    const isThere = post !== undefined && ledger.mustShow(sender, post, period, 'strong', () => true);
    if (codeIn(received) === 'invalid' && isThere) broken('wrong', `${body} cannot be written from ${post}`);
  }

  /** A change that is accepted is made as a whole, from the version that it names, and to people who offered. */
  function judgeChange(owner: string, id: string, change: Change, { status, body }: Received, { to }: Period): void {
    if (status !== 200) return;
    const { version, title, promisedTo, helpers = [] } = change;
    const made = ledger.posts.get(id)?.find(({ post }) => post.version === version + 1)?.post;
    const stayed = ledger.posts.get(id)?.find(({ post }) => post.version === version)?.post;
    const isMade = (post: Post | undefined): boolean =>
      post !== undefined &&
      post.status === change.status &&
      (promisedTo === undefined || post.promisedTo === promisedTo) &&
      (title === undefined || post.title === title) &&
      helpers.every(({ username, thanks }) =>
        post.helpers?.some((helper) => helper.username === username && helper.thanks === thanks),
      );
    if (!isMade(made) && !isMade(stayed))
      broken('wrong', `${owner} is told that ${JSON.stringify(change)} was made: ${JSON.stringify(body)}`);
    const offers = talk.offersFor(id);
    for (const person of [...(promisedTo === undefined ? [] : [promisedTo]), ...helpers.map((each) => each.username)])
      if (!talk.hasWritten(person, conversationOf(person, owner), to) || !offers.has(person))
        broken('wrong', `${owner} names ${person}, who made no offer for ${id}`);
  }

  /** Reads a post: who is helping is seen by its owner, and a promise by the person it was made to. */
  async function readPost(reader: string, id = somePost()): Promise<void> {
    if (id === undefined) return;
    count('posts read');
    const received = await ask(reader, getPost, { parameters: { id } });
    if (received?.status !== 200) return;
    const shown = received.body as ShownPost;
    const stored = ledger.posts.get(id)?.find((each) => each.post.version === shown.version)?.post;
    const isOwner = ownerOf(id) === reader;
    const mayKnow = isOwner || stored?.promisedTo === reader;
    if (shown.promisedTo !== undefined && (!mayKnow || shown.promisedTo !== stored?.promisedTo))
      broken('leaked', `${reader} sees that ${id} is promised to ${shown.promisedTo}`);
    if (!isOwner && (shown.helpers !== undefined || shown.othersHelped !== undefined))
      broken('leaked', `${reader} sees who helped with ${id}`);
    const named = [shown.promisedTo, ...(shown.helpers ?? []).map(({ username }) => username)];
    const expected = [stored?.promisedTo, ...(stored?.helpers ?? []).map(({ username }) => username)];
    const isGone = (person: string | undefined): boolean => person !== undefined && ledger.isGone(person);
    if (mayKnow && !expected.some(isGone) && JSON.stringify(named) !== JSON.stringify(isOwner ? expected : [reader]))
      broken('lost', `${reader} does not see the help with ${id}: ${JSON.stringify(shown)}`);
  }

  /** Reads what became of a post: only those who offered are told, and who was chosen only where it is they. */
  async function readOutcome(reader: string, id = somePost()): Promise<void> {
    if (id === undefined) return;
    count('outcomes read');
    const from = time.now;
    const received = await ask(reader, getOutcome, { parameters: { id } });
    if (received?.status !== 200) return;
    const period = { from, to: time.now };
    const { chosen } = received.body as Outcome;
    const offer = talk.offersFor(id).get(reader);
    if (!offer) broken('leaked', `${reader}, who made no offer, is told what became of ${id}`);
    const possible = versionsIn(id, period).map((version) => chosenOf(version, reader));
    if (!possible.includes(chosen)) broken('wrong', `${reader} is told '${chosen}' of ${id}, not ${possible.join()}`);
    const others = new Set([...talk.offersFor(id).keys()].filter((person) => person !== reader));
    if (Object.values(received.body as object).some((value) => others.has(String(value))))
      broken('leaked', `${reader} is told who else was chosen for ${id}`);
  }

  /** Reads the offers for a post of one's own. None is there twice, and each was made. */
  async function readOffers(owner: string, id?: string): Promise<readonly Offer[] | undefined> {
    const own = [...ledger.posts.keys()].filter((each) => ownerOf(each) === owner);
    const of = id ?? (own.length > 0 ? random.pick(own) : undefined);
    if (of === undefined) return undefined;
    count('offers read');
    const received = await ask(owner, listOffers, { parameters: { id: of } });
    if (received?.status !== 200) return undefined;
    const { items } = received.body as { readonly items: readonly Offer[] };
    if (new Set(items.map(({ person }) => person)).size < items.length)
      broken('doubled', `${owner} has an offer twice: ${JSON.stringify(items)}`);
    const made = talk.offersFor(of);
    for (const { person } of items)
      if (!made.has(person)) broken('wrong', `${owner} has an offer of ${person} for ${of}, who made none`);
    return items;
  }

  /** Reads the thank-yous of a person: others read what the helper shows. */
  async function readThanks(reader: string, helper: string): Promise<readonly Thanks[]> {
    count('thanks read');
    const received = await ask(reader, listThanks, { parameters: { username: helper } });
    if (received?.status !== 200) return [];
    const { items } = received.body as { readonly items: readonly Thanks[] };
    for (const { post: id, text } of items) {
      if (reader !== helper && !shownOrAsked.has(`${helper} ${id}`))
        broken('leaked', `${reader} reads '${text}', which ${helper} does not show`);
      const isGiven = ledger.posts
        .get(id)
        ?.some((each) => each.post.helpers?.some((given) => given.username === helper && given.thanks === text));
      if (!isGiven) broken('wrong', `${helper} is thanked '${text}' for ${id}, which nobody has said`);
    }
    return items;
  }

  return { shownOrAsked, blocked, judgeSend, judgeChange, readPost, readOutcome, readOffers, readThanks };
}

/** What somebody who made an offer may know of who was chosen. */
function chosenOf({ status, promisedTo, helpers = [], othersHelped = 0 }: Post, person: string): Outcome['chosen'] {
  const chosen = status === 'done' ? helpers.map(({ username }) => username) : promisedTo ? [promisedTo] : [];
  if (chosen.includes(person)) return 'you';
  return chosen.length > 0 || othersHelped > 0 ? 'another' : 'none';
}
