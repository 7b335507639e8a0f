/**
 * The inbox of people with ten, a hundred and a thousand conversations: how long its answer takes, how large it is, and what
 * it reads. The conversations are written to the log as the product writes them, and the product's consumer does the rest.
 */
import { randomUUID } from 'node:crypto';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { type BatchGetCommandOutput, BatchWriteCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { type Entry, nextEntry } from '#functions/core/entry.ts';
import { listConversations } from '#functions/core/inbox.ts';
import { call } from './http.ts';
import { createPeople } from './person.ts';

const SIZES = [10, 100, 1000];
/** Who writes the messages of each conversation, of two hundred bytes. */
const WRITERS = ['peer', 'me', 'peer'] as const;
const TEXT = 'I need help! '.repeat(16).slice(0, 200);
/** Conversations of a page where the client asks for no number, and of the largest page. */
const PAGES = { first: 50, whole: 1000 };
const SAMPLES = 40;
/** Answers before the first that counts. */
const WARM_UP = 20;
/** Items of one BatchWriteItem at most. */
const BATCH = 25;

export interface InboxTiming {
  readonly conversations: number;
  readonly page: keyof typeof PAGES;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Bytes of the answer's JSON. */
  readonly bytes: number;
  readonly awsCalls: number;
  /** As the local engine counts them. */
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

export async function timeInbox(siteUrl: string): Promise<InboxTiming[]> {
  const people = await createPeople(
    siteUrl,
    SIZES.map((size) => `inbox-${size}`),
  );
  const { apiUrl, webSocketUrl } = await call<{ apiUrl: string; webSocketUrl: string }>(
    'GET',
    `${siteUrl}/config.json`,
  );
  const tables = await openTables(`http://${new URL(webSocketUrl).host}`);
  const inboxes = people.map(({ username, token }, index) => {
    const read = (limit: number): Promise<Page> => call('GET', `${apiUrl}/conversations?limit=${limit}`, { token });
    return { username, read, size: SIZES[index] ?? 0 };
  });
  for (const { username, size, read } of inboxes) {
    await tables.write(Array.from({ length: size }, (_, index) => conversation(username, `peer-${index}`)).flat());
    await complete(size, () => read(PAGES.whole));
  }

  const timings: InboxTiming[] = [];
  for (const page of ['first', 'whole'] as const) {
    const times = inboxes.map((): number[] => []);
    // In turns, so that whatever else the machine does falls on all alike.
    for (let sample = -WARM_UP; sample < SAMPLES; sample++) {
      for (const [index, { read }] of inboxes.entries()) {
        const start = performance.now();
        await read(PAGES[page]);
        if (sample >= 0) times[index]?.push(performance.now() - start);
      }
    }
    for (const [index, { username, size, read }] of inboxes.entries()) {
      const sorted = times[index]?.sort((one, other) => one - other) ?? [];
      const percentile = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
      const bytes = Buffer.byteLength(JSON.stringify(await read(PAGES[page])));
      timings.push({
        conversations: size,
        page,
        p50: percentile(0.5),
        p99: percentile(0.99),
        bytes,
        ...(await tables.cost(username, PAGES[page])),
      });
    }
  }
  for (const person of people) person.close();
  return timings;
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
  const isRight = ({ items, next }: Page): boolean =>
    items.length === size &&
    next === undefined &&
    items.every((item) => item.lastSeq === WRITERS.length && item.unread === unread && item.lastMessage?.body === TEXT);
  for (let attempt = 0; !isRight(await read()); attempt++) {
    if (attempt > 600)
      throw new Error(`An inbox of ${size} conversations was not complete, or not right, in a minute.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The product's own tables, through the cloud's AWS endpoint, which answers at the WebSocket API's address, too. */
async function openTables(endpoint: string) {
  const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  Object.assign(process.env, { AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'local', ...credentials, ...quiet });
  // Only now: their client takes its settings from the environment when it is made.
  const { dynamo } = await import('#functions/aws/dynamo.ts');
  const { conversationsTable } = await import('#functions/aws/conversations-table.ts');
  const { messagesTable } = await import('#functions/aws/messages-table.ts');
  const { TableNames = [] } = await dynamo.send(new ListTablesCommand());
  const nameOf = (part: string): string => TableNames.find((name) => name.includes(part)) ?? '';
  const messages = nameOf('Messages');
  const services = { conversations: conversationsTable(nameOf('Conversations')), log: messagesTable(messages) };

  let cost = { awsCalls: 0, readUnits: 0 };
  dynamo.middlewareStack.add(
    (next) => async (request) => {
      const answer = await next({ ...request, input: { ...request.input, ReturnConsumedCapacity: 'TOTAL' } });
      const { ConsumedCapacity = [] } = answer.output as BatchGetCommandOutput | QueryCommandOutput;
      const units = [ConsumedCapacity].flat().map(({ CapacityUnits = 0 }) => CapacityUnits);
      cost = { awsCalls: cost.awsCalls + 1, readUnits: units.reduce((sum, more) => sum + more, cost.readUnits) };
      return answer;
    },
    { step: 'initialize' },
  );

  return {
    async write(entries: readonly Entry[]): Promise<void> {
      for (let i = 0; i < entries.length; i += BATCH) {
        const requests = entries.slice(i, i + BATCH).map((Item) => ({ PutRequest: { Item } }));
        await dynamo.send(new BatchWriteCommand({ RequestItems: { [messages]: requests } }));
      }
    },
    /** What one page of a person's inbox reads, by the very code that the function runs. */
    async cost(person: string, limit: number): Promise<{ readonly awsCalls: number; readonly readUnits: number }> {
      cost = { awsCalls: 0, readUnits: 0 };
      await listConversations(services, person, undefined, limit);
      return cost;
    },
  };
}
