/** The title of the window: where I am, and how many messages wait. */
import { useEffect } from 'react';

const PRODUCT = 'Message Center';

export function usePageTitle(place: string, unread = 0): void {
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${place} · ${PRODUCT}`;
  }, [place, unread]);
}
