/**
 * Reads older messages of a conversation for a view of their own: the messages beside it stay at the place where they
 * are being read. Where that is far back, the newest ones are read as well.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import type { MessageRow } from '#client/mailbox.ts';
import { isMessage } from '#contract/entry-kinds.ts';
import { listMessages } from '#contract/routes/messages.ts';
import { useMailboxState } from '../state/mailbox.ts';
import { useSession } from '../state/session.ts';

/** Messages of a page: as many as the server gives. */
const PAGE_SIZE = 100;

const NO_ROWS: readonly MessageRow[] = [];

export interface OlderRows {
  /** Oldest first. */
  readonly rows: readonly MessageRow[];
  readonly hasOlder: boolean;
  readonly loading: boolean;
  /** Why the last page could not be read. */
  readonly problem: unknown;
  loadOlder(): void;
}

export function useOlderRows(peer: string): OlderRows {
  const session = useSession();
  const view = useMailboxState((state) => state.conversations[peer]);
  const [older, setOlder] = useState<{ readonly rows: readonly MessageRow[]; readonly next: number | undefined }>();
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const { hasOlder = false, hasNewer = false } = view ?? {};
  const lacksNewest = hasNewer && !older;
  const rows = view && !lacksNewest ? view.rows : NO_ROWS;
  // The rows of the conversation may move on meanwhile, or be another part of it.
  const last = older?.rows.findLast(({ seq }) => seq !== undefined)?.seq ?? 0;
  const newer = rows.filter(({ seq = Infinity }) => seq > last);

  const loadOlder = async (): Promise<void> => {
    const before = older ? older.next : rows.find(({ seq }) => seq !== undefined)?.seq;
    if (before === undefined && !lacksNewest) return;
    setLoading(true);
    setProblem(undefined);
    try {
      const query = { target: peer, limit: PAGE_SIZE, ...(before !== undefined && { before }) };
      const { items, next } = await session.call(listMessages, { query });
      const page = items.filter(isMessage).map((message) => ({ ...message, key: message.id, state: 'sent' as const }));
      setOlder({ rows: [...page.reverse(), ...(older?.rows ?? rows)], next });
    } catch (thrown) {
      setProblem(thrown);
    } finally {
      setLoading(false);
    }
  };

  const loadNewest = useEffectEvent(loadOlder);
  useEffect(() => {
    if (lacksNewest) void loadNewest();
  }, [lacksNewest]);

  return {
    rows: older ? [...older.rows, ...newer] : rows,
    hasOlder: older ? older.next !== undefined : hasOlder || hasNewer,
    loading,
    problem,
    loadOlder: () => void loadOlder(),
  };
}
