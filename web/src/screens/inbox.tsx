/**
 * My conversations: pinned ones first, and each group with the newest message on top. Requests are apart from them, to
 * be answered or declined.
 */
import { Suspense, lazy, useCallback, useEffect, useRef, useState } from 'react';
import type { InboxRow as Row } from '#client/mailbox.ts';
import { partInbox } from '#client/requests.ts';
import { isFocusLost } from '../hooks/is-focus-lost.ts';
import type { Point } from '../hooks/use-context-menu.ts';
import { useRovingFocus } from '../hooks/use-roving-focus.ts';
import { Alert } from '../parts/alert.tsx';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { ListHeader } from '../parts/list-header.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { paths } from '../paths.ts';
import { useConversationUpdate } from '../state/conversation-update.ts';
import { useMailboxState } from '../state/mailbox.ts';
import { InboxRow } from './inbox-row.tsx';
import list from '../parts/list.module.css';
import styles from './inbox.module.css';

const NotificationsCard = lazy(async () => ({
  default: (await import('../parts/notifications-card.tsx')).NotificationsCard,
}));
const RowMenu = lazy(async () => ({ default: (await import('./row-menu.tsx')).RowMenu }));

type Part = 'conversations' | 'requests';

/** The menu that is open: whose row it belongs to, and where it is. */
interface OpenMenu {
  readonly peer: string;
  readonly at: Point;
}

export function Inbox({ peer }: { peer: string | undefined }) {
  const inbox = useMailboxState((state) => state.inbox);
  const loaded = useMailboxState((state) => state.inboxLoaded);
  const { conversations, requests, declined } = partInbox(inbox);
  const hasRequests = requests.length + declined.length > 0;
  const [chosen, setChosen] = useState<Part>('conversations');
  const part = hasRequests ? chosen : 'conversations';
  const rows = part === 'requests' ? [...requests, ...declined] : conversations;
  const roving = useRovingFocus(
    rows.map((row) => row.peer),
    peer,
  );
  const [menu, setMenu] = useState<OpenMenu>();
  const { problem, update } = useConversationUpdate(menu?.peer ?? '');
  const onOpenMenu = useCallback((of: string, at: Point) => setMenu({ peer: of, at }), []);
  const menuRow = menu && rows.find((row) => row.peer === menu.peer);
  const acted = useRef(false);
  const onCloseMenu = useCallback(
    (takesFocus: boolean) => {
      setMenu(undefined);
      if (takesFocus && menu) focusRow(menu.peer);
      acted.current = takesFocus;
    },
    [menu],
  );
  // What was done may have taken the row out of the list, with the focus.
  const count = rows.length;
  useEffect(() => {
    if (acted.current && isFocusLost()) focusRow(undefined);
    acted.current = false;
  }, [count]);
  const itemOf = (row: Row) => (
    <InboxRow
      key={row.peer}
      row={row}
      current={row.peer === peer}
      roving={roving.item(row.peer)}
      onOpenMenu={onOpenMenu}
    />
  );

  return (
    <>
      <ListHeader title="Messages">
        {hasRequests && (
          <SegmentedControl
            label="Messages or requests"
            options={{ conversations: 'Messages', requests: `Requests (${requests.length})` }}
            value={part}
            onChange={setChosen}
          />
        )}
        {problem && <Alert tone="error">{problem}</Alert>}
      </ListHeader>
      {rows.length > 0 ? (
        <ul className={list.scroller} aria-busy={!loaded} {...roving.list}>
          {part === 'requests' ? requests.map(itemOf) : rows.map(itemOf)}
          {part === 'requests' && declined.length > 0 && (
            <li className={styles.declined}>
              <h2>Declined</h2>
              <ul>{declined.map(itemOf)}</ul>
            </li>
          )}
        </ul>
      ) : !loaded ? (
        <ListSkeleton />
      ) : (
        <EmptyState title="No conversations yet" text="Find someone you know and say hello.">
          <ButtonLink href={paths.people} variant="primary">
            Find people
          </ButtonLink>
        </EmptyState>
      )}
      {/* Below the rows: it comes late, and would move them away under the pointer. */}
      {loaded && conversations.length > 0 && (
        <LoadBoundary fallback={null}>
          <Suspense>
            <NotificationsCard />
          </Suspense>
        </LoadBoundary>
      )}
      {menu && menuRow && (
        <LoadBoundary>
          <Suspense>
            <RowMenu
              key={menu.peer}
              row={menuRow}
              at={menu.at}
              current={menu.peer === peer}
              onClose={onCloseMenu}
              onUpdate={update}
            />
          </Suspense>
        </LoadBoundary>
      )}
    </>
  );
}

/** Gives the focus to a row; where it has gone, to the one that Tab reaches. */
function focusRow(peer: string | undefined): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-roving]')];
  (rows.find(({ dataset }) => dataset['roving'] === peer) ?? rows.find(({ tabIndex }) => tabIndex === 0))?.focus();
}
