/**
 * Measures the inbox of people with ten, a hundred and a thousand conversations: response time, response size and
 * reads. The conversations are written to the log as the product writes them. The product's own consumer does the
 * rest.
 */
import { randomUUID } from 'node:crypto';
import { type Entry, nextEntry } from '#functions/core/entry.ts';
import { usageBetween } from '#local/usage/meter.ts';
import { TEXT } from './constants.ts';
import { costOf } from './cost.ts';
import { call } from './http.ts';
import { settledUsage } from './local-usage.ts';
import { createPeople } from './person.ts';
import { progress } from './progress.ts';
import { createTable, digits } from './table.ts';
import { openTables } from './tables.ts';

/** The numbers of conversations that people have. */
const SIZES = [10, 100, 1000];
/** The writer of each message of a conversation. */
const WRITERS = ['peer', 'me', 'peer'] as const;
/** The number of conversations on a page: the default, and the largest. `whole` reads all pages. */
const PAGES = { first: 50, whole: 1000 };
const SAMPLES = 40;
/** Requests before the first that counts. */
const WARM_UP = 20;
/** The interval and the limit of waiting for an inbox to be complete, as long as another conversation appears. */
const LOOK_AGAIN_MS = 500;
const COMPLETE_WITHIN_MS = 60_000;

export interface InboxTiming {
  readonly conversations: number;
  readonly page: keyof typeof PAGES;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The size of the response's JSON. */
  readonly bytes: number;
  readonly awsCalls: number;
  readonly readUnits: number;
}

interface Page {
  readonly items: readonly {
    readonly peer: string;
    readonly lastSeq: number;
    readonly unread: number;
    readonly lastMessage?: { readonly body: string };
  }[];
  readonly next?: string;
}

export async function timeInbox(siteUrl: string, sizes: readonly number[] = SIZES): Promise<InboxTiming[]> {
  const people = await createPeople(
    siteUrl,
    sizes.map((size) => `inbox-${size}`),
  );
  const { apiUrl, webSocketUrl } = await call<{ apiUrl: string; webSocketUrl: string }>(
    'GET',
    `${siteUrl}/config.json`,
  );
  const write = await openTables(webSocketUrl);
  const inboxes = people.map(({ username, token }, index) => {
    const page = (limit: number, cursor = ''): Promise<Page> =>
      call('GET', `${apiUrl}/conversations?limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, {
        token,
      });
    const read = async (name: keyof typeof PAGES): Promise<Page> => {
      const first = await page(PAGES[name]);
      const items = [...first.items];
      let next = name === 'whole' ? first.next : undefined;
      while (next !== undefined) {
        const following = await page(PAGES.whole, next);
        items.push(...following.items);
        next = following.next;
      }
      return { items };
    };
    return { username, read, size: sizes[index] ?? 0 };
  });
  for (const { username, size, read } of inboxes) {
    progress(`Writing ${size} conversations …`);
    await write('Messages', Array.from({ length: size }, (_, index) => conversation(username, `peer-${index}`)).flat());
    await complete(size, () => read('whole'));
  }

  const timings: InboxTiming[] = [];
  for (const page of ['first', 'whole'] as const) {
    progress(`Reading: ${page} …`);
    const times = inboxes.map((): number[] => []);
    // In turns, so that other work of the machine falls on all alike.
    for (let sample = -WARM_UP; sample < SAMPLES; sample++) {
      for (const [index, { read }] of inboxes.entries()) {
        const start = performance.now();
        await read(page);
        if (sample >= 0) times[index]?.push(performance.now() - start);
      }
    }
    for (const [index, { size, read }] of inboxes.entries()) {
      const sorted = times[index]?.sort((one, other) => one - other) ?? [];
      const percentile = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
      const before = await settledUsage(siteUrl);
      const bytes = Buffer.byteLength(JSON.stringify(await read(page)));
      const { awsCalls, readUnits } = costOf(usageBetween(before, await settledUsage(siteUrl)));
      const [p50Ms, p99Ms] = [percentile(0.5), percentile(0.99)];
      timings.push({ conversations: size, page, p50Ms, p99Ms, bytes, awsCalls, readUnits });
    }
  }
  for (const person of people) person.close();
  return timings;
}

export function printInbox(timings: readonly InboxTiming[]): void {
  const table = createTable(14);
  console.log(table('conversations', ['page', 'p50 ms', 'p99 ms', 'ratio', 'KB', 'AWS calls', 'read units']));
  for (const { conversations, page, p50Ms, p99Ms, bytes, awsCalls, readUnits } of timings) {
    const smallest = timings.find((timing) => timing.page === page)?.p50Ms ?? Number.NaN;
    const figures = [p50Ms, p99Ms, p50Ms / smallest, bytes / 1000].map(digits);
    console.log(table(String(conversations), [page, ...figures, String(awsCalls), String(readUnits)]));
  }
}

function conversation(me: string, peer: string): Entry[] {
  const entries: Entry[] = [];
  for (const writer of WRITERS) {
    const [sender, recipient] = writer === 'me' ? [me, peer] : [peer, me];
    const draft = {
      kind: 'message',
      body: TEXT,
      sender,
      recipient,
      clientId: randomUUID(),
      digest: randomUUID(),
      requestId: randomUUID(),
    } as const;
    entries.push(nextEntry(entries.at(-1), draft, Date.now()));
  }
  return entries;
}

/** Waits for the consumer. @throws {Error} where the inbox is not what was written */
async function complete(size: number, read: () => Promise<Page>): Promise<void> {
  const unread = WRITERS.filter((writer) => writer === 'peer').length;
  const isRight = ({ items }: Page): boolean =>
    items.length === size &&
    items.every((item) => item.lastSeq === WRITERS.length && item.unread === unread && item.lastMessage?.body === TEXT);
  let changed = performance.now();
  let before = 0;
  for (let page = await read(); !isRight(page); page = await read()) {
    if (page.items.length !== before) changed = performance.now();
    before = page.items.length;
    if (performance.now() - changed > COMPLETE_WITHIN_MS)
      throw new Error(`An inbox of ${size} conversations was not complete, or not right, a minute after it last grew.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
