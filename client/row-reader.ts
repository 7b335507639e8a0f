/** Reads rows of the inbox: a few of them one by one, and otherwise its lists. */

import { getConversation } from '#contract/routes/conversations.ts';
import { coalesce } from './coalesce.ts';
import { type InboxReader, type InboxReaderOptions, MAX_SINGLE_ROWS, createInboxReader } from './inbox-reader.ts';

export interface RowReader {
  readonly reader: InboxReader;
  /** Reads the row of a conversation. */
  readRow(peer: string): Promise<void>;
  /** Reads it, together with others that are asked for meanwhile. */
  refreshRow(peer: string): Promise<void>;
}

export function createRowReader(options: Omit<InboxReaderOptions, 'readRow'>): RowReader {
  const { session, store, signal } = options;
  const { inbox } = store;
  const rowsToRead = new Set<string>();
  const reader = createInboxReader({ ...options, readRow });

  const readRows = coalesce(async () => {
    const peers = [...rowsToRead];
    rowsToRead.clear();
    // For more, the inbox is read as far as it was before.
    if (peers.length <= MAX_SINGLE_ROWS) return void (await Promise.all(peers.map(readRow)));
    const since = inbox.nextRequest();
    await reader.read('conversations');
    for (const peer of peers) if (inbox.requestOf(peer) < since) await readRow(peer);
  });

  async function readRow(peer: string): Promise<void> {
    const request = inbox.nextRequest();
    const { peerReadSeq, ...row } = await session.call(getConversation, { parameters: { peer } }, { signal });
    inbox.setRows([row], request);
    inbox.setReadByPeer(peer, peerReadSeq);
  }

  return {
    reader,
    readRow,
    refreshRow(peer) {
      rowsToRead.add(peer);
      return readRows();
    },
  };
}
