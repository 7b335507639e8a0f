/** A person's inbox: their conversations, pinned ones first, each group with the newest message on top. */

import { conversationOf, messageId, peerOf } from '#contract/message-id.ts';
import { itemsThatFit } from '../answer-size.ts';
import { isMuted } from '../conversation-row.ts';
import type { Entry, Head } from '../entry.ts';
import type { Clock, Conversations, Log } from '../ports.ts';
import { peopleSeenBy, type PresenceServices } from '../presence.ts';
import { placeKeyOf, type InboxIndex, type Place, type Section } from './inbox-index.ts';
import { relist } from './relist.ts';
import { settle, type SettleInboxServices } from './settle-inbox.ts';
import { sectionOf, shownPositions, summaryOf, unreadWeight, withPeer, type Row, type Summary } from './summary.ts';

export interface InboxServices extends SettleInboxServices {
  readonly conversations: SettleInboxServices['conversations'] &
    PresenceServices['conversations'] &
    Pick<Conversations, 'getMany'>;
  readonly connections: PresenceServices['connections'];
  readonly log: Pick<Log, 'heads' | 'getMany'>;
  readonly users: PresenceServices['users'];
  readonly inboxIndex: InboxIndex;
  readonly clock: Pick<Clock, 'now'>;
}

/** Which conversations are listed. `all`: those that are not archived. */
export type Shown = 'all' | 'conversations' | 'unread' | 'requests' | 'archived';

/** The sections of each list, in groups that follow each other. Of the pinned, the unread list has unread ones. */
const GROUPS: Readonly<Record<Shown, readonly (readonly Section[])[]>> = {
  all: [['pinned'], ['unread', 'read', 'request']],
  conversations: [['pinned'], ['unread', 'read']],
  unread: [['pinned'], ['unread']],
  requests: [['request']],
  archived: [['archived']],
};

/**
 * Most fresh conversations that one page reads. Of a person who has more, each thousand, in the order of peers, is
 * listed by itself: the order of all could only be known by reading all.
 */
export const FRESH_MAX = 1_000;
/** Most places of unread conversations, and of requests, that are counted. */
const COUNTED_MAX = 1_000;

/** Where a page of the inbox begins. */
export interface InboxPosition {
  /** The last peer of the thousand fresh conversations before; undefined in the first thousand. */
  readonly window: string | undefined;
  /** The last conversation of the page before; undefined at the beginning of the thousand. */
  readonly after: ListPosition | undefined;
}

/** A conversation's place in the order of a list. */
export interface ListPosition {
  /** The number of its group of sections. */
  readonly group: number;
  /** When its newest message was written, in epoch milliseconds. */
  readonly at: number;
  readonly peer: string;
}

export const BEGINNING: InboxPosition = { window: undefined, after: undefined };

/** What the whole inbox has; at least so many, where there are more than are counted. */
export interface InboxTotals {
  /** Unread messages of conversations that are neither muted, archived nor requests. */
  readonly unread: number;
  /** Requests that were not declined. */
  readonly requests: number;
}

export interface InboxPage {
  readonly items: readonly Summary[];
  readonly next: InboxPosition | undefined;
  /** On the first page. */
  readonly totals: InboxTotals | undefined;
}

/** A conversation, with what its place depends on. */
interface Known {
  readonly row: Row;
  readonly head: Head;
}

interface Candidate extends ListPosition {
  /** The place that it was found at; undefined: it is fresh. */
  readonly place: Place | undefined;
}

/**
 * Returns a page of the inbox. Gives a few conversations their place whose day is over, and makes those fresh that are
 * found in a wrong one.
 */
export async function listConversations(
  services: InboxServices,
  person: string,
  { window, after }: InboxPosition,
  { shown, limit }: { readonly shown: Shown; readonly limit: number },
): Promise<InboxPage> {
  const { inboxIndex, clock } = services;
  const now = clock.now();
  const groups = GROUPS[shown];
  const isFirst = window === undefined && after === undefined;
  const marks = await inboxIndex.fresh(person, { after: window, limit: FRESH_MAX });
  // Places follow the last thousand of the fresh.
  const isLastWindow = marks.length < FRESH_MAX;
  const [fresh, places] = await Promise.all([
    load(
      services,
      person,
      marks.map(({ peer }) => peer),
    ),
    isLastWindow ? placesAfter(services, person, { groups, after, limit, isFirst }) : [],
  ]);

  const candidates = [
    ...[...fresh.values()].flatMap((known) => freshCandidate(person, known, groups, shown)),
    ...places.flatMap((place) => placedCandidate(place, groups)),
  ]
    .filter((candidate) => !after || byPlace(after, candidate) < 0)
    .sort(byPlace);
  const page = candidates.slice(0, limit);
  const placed = await loadPlaced(services, person, page, fresh, window !== undefined);
  const listed = page.flatMap((candidate) => {
    const known = candidate.place ? placed.get(candidate.peer) : fresh.get(candidate.peer);
    return known ? [{ candidate, known }] : [];
  });
  const wanted =
    shown === 'unread' ? listed.filter(({ known }) => unreadWeight(person, known.row, known.head) > 0) : listed;
  const [summaries] = await Promise.all([
    summarize(
      services,
      person,
      wanted.map(({ known }) => known),
      now,
    ),
    settle(services, person, marks, fresh, now),
  ]);

  const items = itemsThatFit(summaries);
  const last = items.length < summaries.length ? wanted[items.length - 1]?.candidate : page.at(-1);
  const isCut = items.length < summaries.length || candidates.length > page.length;
  const next = isCut && last ? { window, after: positionOf(last) } : undefined;
  return {
    items,
    next: next ?? (isLastWindow ? undefined : { window: marks.at(-1)?.peer, after: undefined }),
    totals: isFirst && isLastWindow ? totalsOf(person, [...fresh.values()], places, fresh, now) : undefined,
  };
}

/** Reads rows and heads. Leaves out conversations that nothing was written in. */
async function load(
  { conversations, log }: Pick<InboxServices, 'conversations' | 'log'>,
  person: string,
  peers: readonly string[],
): Promise<ReadonlyMap<string, Known>> {
  const [rows, heads] = await Promise.all([
    conversations.getMany(person, peers),
    log.heads(peers.map((peer) => conversationOf(person, peer))),
  ]);
  const byPeer = new Map<string, Row>(rows.map((row) => [row.peer, row]));
  return new Map(
    heads.map((head) => {
      const peer = peerOf(head.conversation, person);
      return [peer, { row: byPeer.get(peer) ?? { username: person, peer }, head }];
    }),
  );
}

interface PlaceRange {
  readonly groups: readonly (readonly Section[])[];
  readonly after: ListPosition | undefined;
  readonly limit: number;
  /** Whether the places are counted as well. */
  readonly isFirst: boolean;
}

/** Returns the first places after a position: of each section enough for a page, and one more. */
async function placesAfter(
  { inboxIndex }: Pick<InboxServices, 'inboxIndex'>,
  person: string,
  { groups, after, limit, isFirst }: PlaceRange,
): Promise<readonly Place[]> {
  const sections = groups.flatMap((group, number) =>
    group.map((section) => ({ section, before: after?.group === number ? after : undefined, number })),
  );
  const counted: readonly Section[] = isFirst ? ['pinned', 'unread', 'request'] : [];
  const uncounted = counted.filter((section) => !sections.some((other) => other.section === section));
  const found = await Promise.all([
    ...sections
      .filter(({ number }) => number >= (after?.group ?? 0))
      .map(({ section, before }) =>
        inboxIndex.places(person, section, {
          before,
          limit: counted.includes(section) ? Math.max(COUNTED_MAX, limit + 1) : limit + 1,
        }),
      ),
    ...uncounted.map((section) => inboxIndex.places(person, section, { before: undefined, limit: COUNTED_MAX })),
  ]);
  return found.flat();
}

function freshCandidate(
  person: string,
  { row, head }: Known,
  groups: readonly (readonly Section[])[],
  shown: Shown,
): readonly Candidate[] {
  const group = groups.findIndex((sections) => sections.includes(sectionOf(person, row, head)));
  if (group < 0 || (shown === 'unread' && unreadWeight(person, row, head) === 0)) return [];
  return [{ group, at: head.lastMessageAt, peer: row.peer, place: undefined }];
}

function placedCandidate(place: Place, groups: readonly (readonly Section[])[]): readonly Candidate[] {
  const group = groups.findIndex((sections) => sections.includes(place.section));
  return group < 0 ? [] : [{ group, at: place.at, peer: place.peer, place }];
}

/**
 * Reads the conversations of a page that have a place. Leaves out those whose place does not count, and removes places
 * that were left behind.
 */
async function loadPlaced(
  services: InboxServices,
  person: string,
  page: readonly Candidate[],
  fresh: ReadonlyMap<string, Known>,
  hasOtherWindows: boolean,
): Promise<ReadonlyMap<string, Known>> {
  const { inboxIndex } = services;
  const places = page.flatMap(({ place }) => place ?? []).filter(({ peer }) => !fresh.has(peer));
  const peers = [...new Set(places.map(({ peer }) => peer))];
  const [known, others] = await Promise.all([
    load(services, person, peers),
    hasOtherWindows ? inboxIndex.freshAmong(person, peers) : new Set<string>(),
  ]);
  const counting = new Map<string, Known>();
  await Promise.all(
    places.map(async ({ peer, key, section }) => {
      const found = known.get(peer);
      if (!found || others.has(peer)) return;
      if (placeKeyOf(found.row) !== key) return inboxIndex.removePlace(person, key);
      counting.set(peer, found);
      // A block, or a restore, has changed what the place says.
      if (sectionOf(person, found.row, found.head) !== section) await relist(services, found.row);
    }),
  );
  return counting;
}

async function summarize(
  services: Pick<InboxServices, 'log' | 'users' | keyof PresenceServices>,
  person: string,
  listed: readonly Known[],
  now: number,
): Promise<readonly Summary[]> {
  const [shown, people] = await Promise.all([
    services.log.getMany(listed.flatMap(({ head }) => shownPositions(head))),
    // Rows without names, or without presence, would cost their reader a request each.
    peopleSeenBy(
      services,
      person,
      listed.map(({ row }) => row.peer),
    ),
  ]);
  const messages = new Map(shown.map((entry): [string, Entry] => [messageId(entry), entry]));
  return listed.map(({ row, head }) => withPeer(summaryOf(person, row, head, messages, now), people.get(row.peer)));
}

function totalsOf(
  person: string,
  fresh: readonly Known[],
  places: readonly Place[],
  freshByPeer: ReadonlyMap<string, Known>,
  now: number,
): InboxTotals {
  const counted = [
    ...fresh.map(({ row, head }) => ({
      section: sectionOf(person, row, head),
      unread: isMuted(row, now) ? 0 : unreadWeight(person, row, head),
      declined: row.declined === true,
    })),
    ...places
      .filter(({ peer }) => !freshByPeer.has(peer))
      .map(({ section, unread, mutedUntil, declined = false }) => ({
        section,
        unread: mutedUntil > now ? 0 : unread,
        declined,
      })),
  ];
  const conversations = counted.filter(({ section }) => section !== 'archived' && section !== 'request');
  const requests = counted.filter(({ section, declined }) => section === 'request' && !declined);
  return { unread: conversations.reduce((sum, { unread }) => sum + unread, 0), requests: requests.length };
}

const positionOf = ({ group, at, peer }: Candidate): ListPosition => ({ group, at, peer });

/** Orders by group, then the newest first. The order of peers is that of the keys of places, read backwards. */
const byPlace = (one: ListPosition, other: ListPosition): number =>
  one.group - other.group || other.at - one.at || (one.peer > other.peer ? -1 : one.peer < other.peer ? 1 : 0);
