/** Stored things as the API shows them to one reader. */
import type { Entry as StoredEntry } from '../core/entry.ts';
import { messageId } from '../core/message-id.ts';
import type { MessageEntry } from '../core/page.ts';
import type { Entry, Message } from './schemas.ts';

export const timestampOf = (epochMilliseconds: number): string => new Date(epochMilliseconds).toISOString();

export function presentMessage(entry: MessageEntry, reader: string): Message {
  return { ...fieldsOf(entry, reader), kind: entry.kind, body: entry.body };
}

export function presentEntry(entry: StoredEntry, reader: string): Entry {
  if (entry.kind === 'message') return presentMessage(entry, reader);
  const { conversation } = entry;
  const change = { ...fieldsOf(entry, reader), target: messageId({ conversation, seq: entry.target }) };
  switch (entry.kind) {
    case 'edit':
      return { ...change, kind: entry.kind, body: entry.body };
    case 'deletion':
      return { ...change, kind: entry.kind };
    case 'reaction':
      return { ...change, kind: entry.kind, emoji: entry.emoji, on: entry.on };
  }
}

function fieldsOf(entry: StoredEntry, reader: string) {
  const { sender, recipient, seq, clientId } = entry;
  const fields = { id: messageId(entry), sender, recipient, seq, timestamp: timestampOf(entry.timestamp) };
  return sender === reader ? { ...fields, clientId } : fields;
}
