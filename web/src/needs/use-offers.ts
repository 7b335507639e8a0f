/** The offers for a post of mine, read again when somebody writes from it. */
import { useCallback } from 'react';
import { readOffers } from '#client/offers.ts';
import { useFetch } from '../hooks/use-fetch.ts';
import { useMailboxState } from '../state/mailbox.ts';
import { useSession } from '../state/session.ts';

export function useOffers(post: string) {
  const session = useSession();
  const load = useCallback(() => readOffers(session, post), [session, post]);
  // An offer is stored before its message is announced.
  const writers = useMailboxState(({ inbox }) =>
    inbox
      .filter((row) => row.post?.id === post)
      .map(({ peer }) => peer)
      .toSorted()
      .join(),
  );
  return useFetch(load, writers);
}
