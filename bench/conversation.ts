/** Writes a long conversation to the log as the product writes it. The product's own consumer does the rest. */
import { randomUUID } from 'node:crypto';
import { type Entry, nextEntry } from '#functions/core/entry.ts';
import { call } from './http.ts';
import { openTables } from './tables.ts';

interface NewConversation {
  readonly sender: string;
  readonly recipient: string;
  /** Of each message, by its seq. */
  readonly textOf: (seq: number) => string;
  readonly count: number;
}

/** Time between two messages: some days lie between the first and the last of a thousand. */
const BETWEEN_MS = 5 * 60_000;

/** @param siteUrl the page's address */
export async function writeConversation(siteUrl: string, conversation: NewConversation): Promise<void> {
  const { sender, recipient, textOf, count } = conversation;
  const { webSocketUrl } = await call<{ webSocketUrl: string }>('GET', `${siteUrl}/config.json`);
  const write = await openTables(webSocketUrl);
  const start = Date.now() - count * BETWEEN_MS;
  const entries: Entry[] = [];
  for (let seq = 1; seq <= count; seq++) {
    const ids = { clientId: randomUUID(), digest: randomUUID(), requestId: randomUUID() };
    const draft = { kind: 'message', body: textOf(seq), sender, recipient, ...ids } as const;
    entries.push(nextEntry(entries.at(-1), draft, start + seq * BETWEEN_MS));
  }
  await write('Messages', entries);
}
