/** Reads every log after a run and counts violations of the promise. */
import { isKnown } from '#contract/entry-kinds.ts';
import type { Entry } from '#contract/schemas.ts';
import type { Pair } from './delivery.ts';
import { call } from './http.ts';

export interface Check {
  /** Entries in the logs. */
  readonly entries: number;
  /** Missing or repeated seqs. */
  readonly holes: number;
  /** Entries whose `clientId` another entry has too. */
  readonly duplicates: number;
  /** Acknowledged messages that are in no log. */
  readonly lost: number;
  /** Messages that were announced more than once. That is allowed: the socket is only a hint. */
  readonly announcedTwice: number;
}

export async function check(apiUrl: string, pairs: readonly Pair[]): Promise<Check> {
  const total = { entries: 0, holes: 0, duplicates: 0, lost: 0, announcedTwice: 0 };
  for (const { sender, recipient, sent } of pairs) {
    const log = await readLog(apiUrl, sender.token, recipient.username);
    const ids = new Set(log.map(({ id }) => id));
    total.entries += log.length;
    total.holes += log.filter(({ seq }, index) => seq !== index + 1).length;
    total.duplicates +=
      log.length - new Set(log.map((entry) => (isKnown(entry) ? entry.clientId : undefined) ?? entry.id)).size;
    total.lost += sent.filter((id) => !ids.has(id)).length;
    total.announcedTwice += [...recipient.announced.values()].filter((times) => times > 1).length;
  }
  return total;
}

async function readLog(apiUrl: string, token: string, peer: string): Promise<Entry[]> {
  const log: Entry[] = [];
  let more = true;
  while (more) {
    const url = `${apiUrl}/conversations/${peer}/log?after=${log.at(-1)?.seq ?? 0}&limit=200`;
    const page = await call<{ items: Entry[]; more: boolean }>('GET', url, { token });
    log.push(...page.items);
    more = page.more && page.items.length > 0;
  }
  return log;
}
