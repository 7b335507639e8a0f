/**
 * My conversations, in lists: all of them, pinned ones first and each group with the newest message on top; those with
 * something unread; requests, to be answered or declined; and what is archived.
 */
import { type ReactElement, Suspense, lazy, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { belongsTo, rowsOf } from '#client/inbox-lists.ts';
import type { InboxListName, InboxRow as Row } from '#client/mailbox.ts';
import { isFocusLost } from '../hooks/is-focus-lost.ts';
import { isTouch } from '../hooks/touch.ts';
import type { Point } from '../hooks/use-context-menu.ts';
import { useRovingFocus } from '../hooks/use-roving-focus.ts';
import { ListHeader } from '../parts/list-header.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { LongList, type RowElement } from '../parts/long-list.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { useShownPeers } from '../state/shown-inbox.ts';
import { explain } from '../text/explain.ts';
import { countText } from '../text/inbox-row.ts';
import { inbox as words } from '../words/inbox.ts';
import { InboxRow } from './inbox-row.tsx';
import styles from './inbox.module.css';

const LoadMore = lazy(async () => ({ default: (await import('../parts/load-more.tsx')).LoadMore }));
const InboxEnd = lazy(async () => ({ default: (await import('./inbox-end.tsx')).InboxEnd }));
const InboxSearch = lazy(async () => ({ default: (await import('./inbox-search.tsx')).InboxSearch }));
const RowMenu = lazy(async () => ({ default: (await import('./row-menu.tsx')).RowMenu }));

/** The menu that was opened last: whose row it belongs to, and where it is; without a place once it is closed. */
interface OpenMenu {
  readonly peer: string;
  readonly at?: Point;
}

export function Inbox({ peer }: { peer: string | undefined }) {
  const { mailbox } = useMailbox();
  const [name, setName] = useState<InboxListName>('conversations');
  const { loaded, loading, hasMore, error } = useMailboxState((state) => state.lists[name]);
  const rows = useRows(name, peer);
  useEffect(() => mailbox.watchInbox(name), [mailbox, name]);
  const loadMore = useCallback(() => void mailbox.loadMoreInbox(name), [mailbox, name]);
  const peers = rows.map((row) => row.peer);
  useShownPeers(peers);
  const roving = useRovingFocus(peers, peer, (index) => nameOf(rows[index]));
  const [menu, setMenu] = useState<OpenMenu>();
  const onOpenMenu = useCallback((of: string, at: Point) => setMenu({ peer: of, at }), []);
  const acted = useRef(false);
  const onCloseMenu = useCallback(
    (takesFocus: boolean) => {
      if (!menu) return;
      setMenu({ peer: menu.peer });
      if (takesFocus) focusRow(menu.peer);
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
  // A heading stands above the first one.
  const firstDeclined = name === 'requests' ? rows.find((row) => row.declined) : undefined;
  const draw = (row: Row, Item: RowElement): ReactElement => {
    const isFirst = row === firstDeclined;
    const item = (
      <InboxRow
        key={row.peer}
        row={row}
        as={isFirst ? 'div' : Item}
        current={row.peer === peer}
        roving={roving.item(row.peer)}
        onOpenMenu={onOpenMenu}
      />
    );
    return isFirst ? (
      <Item key={row.peer}>
        <h2 className={styles.declined}>{words.declined}</h2>
        {item}
      </Item>
    ) : (
      item
    );
  };

  return (
    <>
      <ListHeader title={words.title} action={isTouch() && <Search />}>
        <ListChoice name={name} onChange={setName} />
        {menu && (
          <LoadBoundary>
            <Suspense>
              <RowMenu
                peer={menu.peer}
                row={rows.find((row) => row.peer === menu.peer)}
                at={menu.at}
                current={menu.peer === peer}
                onClose={onCloseMenu}
              />
            </Suspense>
          </LoadBoundary>
        )}
      </ListHeader>
      {count > 0 || (loaded && hasMore) ? (
        <LongList items={rows} keys={peers} {...{ draw, roving, loading, hasMore }}>
          {hasMore && (
            <LoadBoundary fallback={null}>
              <Suspense>
                <LoadMore loading={loading} problem={error} loadMore={loadMore} />
              </Suspense>
            </LoadBoundary>
          )}
        </LongList>
      ) : loaded ? null : error && !loading ? (
        <LoadError title={words.couldNotLoad} text={explain(error).detail} onRetry={loadMore} />
      ) : (
        <ListSkeleton />
      )}
      {/* Below the rows: it comes late, and would move them away under the pointer. */}
      {loaded && !(count === 0 && hasMore) && (
        <LoadBoundary fallback={count > 0 ? null : undefined}>
          <Suspense>
            <InboxEnd name={name} isEmpty={count === 0} onShow={setName} />
          </Suspense>
        </LoadBoundary>
      )}
    </>
  );
}

/** Returns the conversations of a list. One that is open stays among the unread ones, although it is read. */
function useRows(name: InboxListName, peer: string | undefined): readonly Row[] {
  const inbox = useMailboxState((state) => state.inbox);
  const lists = useMailboxState((state) => state.lists);
  const rows = useMemo(() => rowsOf({ inbox, lists }, name), [inbox, lists, name]);
  const [opened, setOpened] = useState<string>();
  const isListed = rows.some((row) => row.peer === peer);
  const stays = name === 'unread' && (isListed || opened === peer) ? peer : undefined;
  if (opened !== stays) setOpened(stays);
  return useMemo(() => {
    // Requests that were declined are put away below the others.
    if (name === 'requests') return [...rows.filter((row) => !row.declined), ...rows.filter((row) => row.declined)];
    if (stays === undefined || isListed) return rows;
    const shown = new Set([stays, ...rows.map((row) => row.peer)]);
    return inbox.filter((row) => shown.has(row.peer) && belongsTo('conversations', row));
  }, [inbox, rows, isListed, stays, name]);
}

/** For fingers: a keyboard has a shortcut for it, wherever one is. */
function Search() {
  return (
    <LoadBoundary fallback={null}>
      <Suspense>
        <InboxSearch />
      </Suspense>
    </LoadBoundary>
  );
}

const nameOf = (row: Row | undefined): string => row?.peerName ?? row?.peer ?? '';

interface ListChoiceProps {
  readonly name: InboxListName;
  readonly onChange: (name: InboxListName) => void;
}

function ListChoice({ name, onChange }: ListChoiceProps) {
  const { unread, requests } = useMailboxState((state) => state.totals);
  const counted = (word: string, count: number): string => (count > 0 ? `${word} (${countText(count)})` : word);
  return (
    <SegmentedControl
      label={words.lists}
      options={{
        conversations: words.all,
        unread: counted(words.unread, unread),
        requests: counted(words.requests, requests),
        archived: words.archived,
      }}
      value={name}
      onChange={onChange}
    />
  );
}

/** Gives the focus to a row; where it has gone, to the one that Tab reaches. */
function focusRow(peer: string | undefined): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-roving]')];
  (rows.find(({ dataset }) => dataset['roving'] === peer) ?? rows.find(({ tabIndex }) => tabIndex === 0))?.focus();
}
