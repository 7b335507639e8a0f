/** The conversations that the list shows, in its order: what the keys for the previous and the next one walk. */
import { useEffect } from 'react';

let shown: readonly string[] | undefined;

/** Returns whose conversations are shown; undefined while no list is. */
export const shownPeers = (): readonly string[] | undefined => shown;

/** Says what the list shows, for as long as it is there. */
export function useShownPeers(peers: readonly string[]): void {
  useEffect(() => {
    shown = peers;
    return () => {
      shown = undefined;
    };
  });
}
