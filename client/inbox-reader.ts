/**
 * Reads the lists of the inbox: their first page, more on demand, and again as far as they were read. The server orders
 * them, so that a device with a thousand conversations reads fifty.
 */

import { listConversations } from '#contract/routes/conversations.ts';
import type { Conversation } from '#contract/schemas.ts';
import { coalesce } from './coalesce.ts';
import { NOT_LOADED, belongsTo, isWithin, placeOf, totalsOf } from './inbox-lists.ts';
import type { InboxListName, InboxRow } from './mailbox.ts';
import { asFailure } from './problem.ts';
import type { Session } from './session.ts';
import type { Store } from './store.ts';
import { createTurns } from './turns.ts';

/** Conversations that are loaded at once. */
const PAGE_SIZE = 50;
/** The largest page that the server gives. */
const MAX_PAGE_SIZE = 1000;
/** Up to this many rows of the inbox are read one by one. */
export const MAX_SINGLE_ROWS = 4;
/** How often the inbox is counted before a count is believed during which something has changed. */
const MAX_COUNTS = 3;

export interface InboxReader {
  /** Reads a list again, as far as it was read. */
  read(name: InboxListName): Promise<void>;
  /** Reads the next page of a list. A failure is in its state. */
  readMore(name: InboxListName): Promise<void>;
  /** Reads a list, and reads it again at each catch-up. @returns stop */
  watch(name: InboxListName): () => void;
  /** The lists that somebody looks at, besides that of all conversations. */
  watched(): readonly InboxListName[];
  /** Asks for the totals again. */
  count(): Promise<void>;
}

export interface InboxReaderOptions {
  readonly session: Session;
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly readRow: (peer: string) => Promise<void>;
  readonly onFailure: (thrown: unknown) => void;
}

/** What was read of a list. */
interface Reading {
  readonly peers: Set<string>;
  cursor: string | undefined;
  /** The number of the first request of the latest reading from the start. */
  since: number;
}

export function createInboxReader({ session, store, signal, readRow, onFailure }: InboxReaderOptions): InboxReader {
  const { inbox, snapshot } = store;
  const readings = new Map<InboxListName, Reading>();
  const turns = createTurns();
  const watchers = new Map<InboxListName, number>();

  function inTurn(name: InboxListName, act: () => Promise<void>): Promise<void> {
    return turns(name, async () => {
      snapshot.setList(name, { loading: true });
      try {
        await act();
        snapshot.setList(name, { loading: false, loaded: true });
      } catch (thrown) {
        snapshot.setList(name, { loading: false, error: asFailure(thrown) });
        throw thrown;
      } finally {
        // Nobody looks at it any more: it would be shown as it is now, whenever somebody does again.
        if (!isCurrent(name)) forget(name);
      }
    });
  }

  const isCurrent = (name: InboxListName): boolean => name === 'conversations' || (watchers.get(name) ?? 0) > 0;

  function forget(name: InboxListName): void {
    readings.delete(name);
    snapshot.replaceList(name, NOT_LOADED);
  }

  /** Reads a list from its start, until it has as many conversations as before. */
  async function readAgain(name: InboxListName): Promise<void> {
    const wanted = Math.max(PAGE_SIZE, readings.get(name)?.peers.size ?? 0);
    const reading: Reading = { peers: new Set(), cursor: undefined, since: inbox.nextRequest() };
    do await readPage(name, reading, wanted - reading.peers.size);
    while (reading.cursor !== undefined && reading.peers.size < wanted);
    readings.set(name, reading);
    await readUnlisted(name, reading);
  }

  async function readPage(name: InboxListName, reading: Reading, limit: number): Promise<void> {
    const request = inbox.nextRequest();
    const { cursor } = reading;
    const query = {
      limit: Math.min(limit, MAX_PAGE_SIZE),
      // What a server of any version answers without it: requests are in the order of the others.
      ...(name !== 'conversations' && { show: name }),
      ...(cursor !== undefined && { cursor }),
    };
    const page = await session.call(listConversations, { query }, { signal });
    const hasMore = page.next !== undefined;
    for (const { peer } of page.items) reading.peers.add(peer);
    reading.cursor = page.next;
    const last = page.items.at(-1);
    snapshot.batch(() => {
      const rows = page.items.flatMap((item) => rowOf(item) ?? []);
      if (name === 'conversations') {
        if (cursor === undefined) snapshot.count.take(hasMore ? totalsIn(page) : undefined);
        for (const row of rows) snapshot.count.setCounted(row.peer, totalsOf(row));
      }
      inbox.setRows(page.items, request);
      const lastRow = last && rowOf(last);
      const { end: before, error: _error, ...list } = snapshot.state.lists[name];
      // A page may be empty although more follow: then the list is known as far as before.
      const end = lastRow ? placeOf(lastRow) : before;
      snapshot.replaceList(name, { ...list, hasMore, ...(hasMore && end && { end }) });
    });
  }

  /**
   * Reads conversations that should have been in the list, as far as this device knows: they were archived, read or
   * unpinned on another one. Many of them are read with the list that they have most likely gone to. What is in neither
   * is read by itself, a few at each reading: no catch-up waits for more.
   */
  async function readUnlisted(name: InboxListName, { peers, since }: Reading): Promise<void> {
    const unlisted = (): readonly InboxRow[] => {
      const { end } = snapshot.state.lists[name];
      const belongs = (row: InboxRow): boolean => (name === 'conversations' ? !row.archived : belongsTo(name, row));
      const isMissing = (row: InboxRow): boolean =>
        belongs(row) && isWithin(end, row) && !peers.has(row.peer) && row.lastMessage !== undefined;
      return snapshot.state.inbox.filter((row) => isMissing(row) && inbox.requestOf(row.peer) < since);
    };
    const missing = unlisted().length;
    if (missing > MAX_SINGLE_ROWS) await (name === 'conversations' ? readArchived(missing) : read('conversations'));
    await Promise.all(
      unlisted()
        .slice(0, MAX_SINGLE_ROWS)
        .map(({ peer }) => readRow(peer)),
    );
  }

  /** Reads rows of archived conversations, the newest ones, without loading their list. */
  async function readArchived(count: number): Promise<void> {
    const request = inbox.nextRequest();
    const query = { limit: Math.min(PAGE_SIZE + count, MAX_PAGE_SIZE), show: 'archived' } as const;
    inbox.setRows((await session.call(listConversations, { query }, { signal })).items, request);
  }

  const read = (name: InboxListName): Promise<void> => inTurn(name, () => readAgain(name));

  const count = coalesce(async () => {
    for (let counts = 1; counts <= MAX_COUNTS; counts++) {
      const { changes } = snapshot.count;
      const page = await session.call(listConversations, { query: { limit: 1 } }, { signal });
      if (changes !== snapshot.count.changes && counts < MAX_COUNTS) continue;
      snapshot.retakeTotals(totalsIn(page));
      return;
    }
  });

  return {
    read,
    async readMore(name) {
      await inTurn(name, async () => {
        const reading = readings.get(name);
        if (!reading) return readAgain(name);
        if (reading.cursor === undefined) return;
        await readPage(name, reading, PAGE_SIZE);
        await readUnlisted(name, reading);
      }).catch(onFailure);
    },
    watch(name) {
      watchers.set(name, (watchers.get(name) ?? 0) + 1);
      if (name !== 'conversations' && !snapshot.state.lists[name].loaded) read(name).catch(onFailure);
      return () => {
        const left = (watchers.get(name) ?? 1) - 1;
        watchers.set(name, left);
        if (!isCurrent(name)) forget(name);
      };
    },
    watched: () => [...watchers].flatMap(([name, watching]) => (watching > 0 && name !== 'conversations' ? name : [])),
    count,
  };
}

const totalsIn = ({
  unread,
  requests,
}: {
  readonly unread?: number | undefined;
  readonly requests?: number | undefined;
}) => (unread === undefined || requests === undefined ? undefined : { unread, requests });

/** Returns what a list shows of a conversation as the server told it; undefined where nothing was written. */
const rowOf = (conversation: Conversation): InboxRow | undefined =>
  conversation.lastMessage && { ...conversation, written: conversation.lastMessage.timestamp };
