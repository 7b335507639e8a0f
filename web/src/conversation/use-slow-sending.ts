/** Notices that messages wait for the limit of sending, which a burst of them reaches. */
import { useEffect, useState } from 'react';
import type { MessageRow } from '#client/mailbox.ts';
import { useMailboxState } from '../state/mailbox.ts';

/** A burst that is sent faster than this needs no words. */
const SLOW_AFTER_MS = 2_000;

/**
 * @returns how many messages are still to be sent, if that takes its time; 0 where a message or the banner of the
 * connection says why they wait
 */
export function useSlowSending(rows: readonly MessageRow[]): number {
  const isConnected = useMailboxState(({ connection }) => connection === 'ready');
  const pending = rows.filter(({ state }) => state === 'pending');
  const isBurst = isConnected && pending.length > 1 && !pending.some(({ delay }) => delay);
  const [isSlow, setSlow] = useState(false);

  useEffect(() => {
    if (!isBurst) return;
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isBurst]);

  return isBurst && isSlow ? pending.length : 0;
}
