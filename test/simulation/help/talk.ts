/** What people have written to each other, noted as it is stored, and its way to the consumer of messages. */

import { marshall } from '@aws-sdk/util-dynamodb';
import { isMessage } from '#contract/entry-kinds.ts';
import type { Entry, MessageEntry } from '#functions/core/entry.ts';
import { environment } from '../../functions/support/environment.ts';
import type { FeedCenter } from '../feed/center.ts';
import { product } from '../feed/product.ts';

/** They delete their accounts. */
export const LEAVERS: readonly string[] = ['carol', 'gus'];

export interface Stored {
  readonly at: number;
  readonly entry: Entry;
}

export class Talk {
  /** Each conversation's log, as it was written. */
  readonly logs = new Map<string, Stored[]>();
  /** When each message was stored, by its clientId. */
  readonly storedAt = new Map<string, number>();

  stored(entry: Entry, at: number): void {
    this.logs.set(entry.conversation, [...(this.logs.get(entry.conversation) ?? []), { at, entry }]);
    if (isMessage(entry)) this.storedAt.set(entry.clientId, at);
  }

  messages(): readonly MessageEntry[] {
    return [...this.logs.values()].flat().flatMap(({ entry }) => (isMessage(entry) ? [entry] : []));
  }

  /** Returns the first message that each person wrote from a post, by person. */
  offersFor(post: string): ReadonlyMap<string, MessageEntry> {
    const offers = new Map<string, MessageEntry>();
    for (const message of this.messages())
      if (message.post?.id === post && !offers.has(message.sender)) offers.set(message.sender, message);
    return offers;
  }

  /** True if a person had written in a conversation before a moment. */
  hasWritten(person: string, conversation: string, before: number): boolean {
    const log = this.logs.get(conversation) ?? [];
    return log.some(({ at, entry }) => at < before && isMessage(entry) && entry.sender === person);
  }
}

/** Notes every entry, and has it consumed: late, twice, and in any order. */
export function createTalk({ world: { time, broken }, onChange, consume }: FeedCenter): Talk {
  const talk = new Talk();
  onChange(({ table, item, before }) => {
    if (table !== environment.MESSAGES_TABLE || before || item['seq'] === 0) return;
    const entry = item as unknown as Entry;
    if (isMessage(entry) && talk.storedAt.has(entry.clientId)) broken('doubled', `${entry.body} is stored twice`);
    talk.stored(entry, time.now);
    const record = { eventName: 'INSERT', dynamodb: { NewImage: marshall(item) } };
    consume(
      async ({ services }) => {
        const found = product.newEntryOf(record as never, 1);
        const failures = await product.projectEntries(found ? [found] : [], services);
        for (const error of failures.values()) throw error as Error;
      },
      () => undefined,
    );
  });
  return talk;
}
