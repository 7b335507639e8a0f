/** The title of the window: what is shown, and how many messages are unread. */
import { useEffect } from 'react';
import { isolated } from '../words/isolated.ts';

const PRODUCT_NAME = 'Message Center';

export function usePageTitle(title: string, unread = 0): void {
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${isolated(title)} · ${PRODUCT_NAME}`;
  }, [title, unread]);
}
