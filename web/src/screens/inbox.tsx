/**
 * My conversations: pinned ones first, and each group with the newest message on top. Requests are apart from them, to
 * be answered or declined.
 */
import { Suspense, lazy, useState } from 'react';
import type { InboxRow, MessageRow } from '#client/mailbox.ts';
import { partInbox } from '#client/requests.ts';
import { useEnteredViewport } from '../hooks/use-entered-viewport.ts';
import { type RovingItem, useRovingFocus } from '../hooks/use-roving-focus.ts';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { BlockIcon, MuteIcon, PendingIcon, PinIcon } from '../parts/icons.tsx';
import { ListHeader } from '../parts/list-header.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { PersonRow } from '../parts/person-row.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { paths, selectionPath } from '../paths.ts';
import { useDraft, useDraftFiles } from '../state/drafts.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { displayNameOf, useProfile } from '../state/profiles.ts';
import { attachmentsText } from '../text/attachments.ts';
import { shortLabel } from '../text/dates.ts';
import { deletedText } from '../text/deleted-text.ts';
import { UNKNOWN_TEXT } from '../text/unknown-text.ts';
import list from '../parts/list.module.css';
import styles from './inbox.module.css';

const NotificationsCard = lazy(async () => ({
  default: (await import('../parts/notifications-card.tsx')).NotificationsCard,
}));

type Part = 'conversations' | 'requests';

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
  const itemOf = (row: InboxRow) => (
    <InboxItem key={row.peer} row={row} current={row.peer === peer} roving={roving.item(row.peer)} />
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
    </>
  );
}

interface InboxItemProps {
  readonly row: InboxRow;
  readonly current: boolean;
  readonly roving: RovingItem;
}

function InboxItem({ row, current, roving }: InboxItemProps) {
  const { me } = useMailbox();
  const text = useDraft(me, row.peer);
  const files = useDraftFiles(me, row.peer);
  const draft = text === '' && files.length > 0 ? attachmentsText(files) : text;
  const latest = useMailboxState((state) => state.conversations[row.peer]?.rows.at(-1));
  const now = useNow();
  const [ref, seen] = useEnteredViewport<HTMLLIElement>();
  // Only a row without a name asks: the account is deleted, or the server of another version.
  const profile = useProfile(seen && row.peerName === undefined ? row.peer : undefined);
  const unsent = latest && latest.state !== 'sent' ? latest : undefined;
  const time = new Date(unsent?.timestamp ?? row.lastMessage?.timestamp ?? 0);

  return (
    <PersonRow
      ref={ref}
      username={row.peer}
      displayName={profile ? displayNameOf(row.peer, profile) : (row.peerName ?? row.peer)}
      deleted={profile === 'deleted'}
      href={selectionPath('conversations', row.peer)}
      current={current}
      roving={roving}
      strong={row.unread > 0 && !row.declined}
      aside={<Aside row={row} pending={unsent?.state === 'pending'} time={shortLabel(time, now)} />}
      secondLine={
        <>
          <span className={styles.preview}>
            <Preview row={row} me={me} unsent={unsent} draft={current ? '' : draft} />
          </span>
          {row.unread > 0 && !row.declined && (
            <span className={styles.badge} data-muted={row.muted || undefined}>
              <span aria-hidden="true">{row.unread > 99 ? '99+' : row.unread}</span>
              <span className="visually-hidden">
                {row.unread === 1 ? '1 unread message' : `${row.unread} unread messages`}
              </span>
            </span>
          )}
        </>
      }
    />
  );
}

function Aside({ row: { blocked, muted, pinned }, pending, time }: { row: InboxRow; pending: boolean; time: string }) {
  return (
    <span className={styles.aside}>
      {blocked && (
        <span>
          <BlockIcon size={14} />
          <span className="visually-hidden">Blocked</span>
        </span>
      )}
      {pinned && (
        <span>
          <PinIcon size={14} />
          <span className="visually-hidden">Pinned</span>
        </span>
      )}
      {muted && (
        <span>
          <MuteIcon size={14} />
          <span className="visually-hidden">Muted</span>
        </span>
      )}
      {pending && (
        <span>
          <PendingIcon />
          <span className="visually-hidden">Sending</span>
        </span>
      )}
      <time>{time}</time>
    </span>
  );
}

interface PreviewProps {
  readonly row: InboxRow;
  readonly me: string;
  /** The newest message, if it is not sent. */
  readonly unsent: MessageRow | undefined;
  readonly draft: string;
}

/** In order of importance: a message that could not be sent, a draft, or the newest message. */
function Preview({ row, me, unsent, draft }: PreviewProps) {
  if (unsent?.state === 'failed')
    return (
      <>
        <b className={styles.failed}>Not sent:</b> <Text message={unsent} />
      </>
    );
  if (draft)
    return (
      <>
        <b className={styles.draft}>Draft:</b> <bdi>{draft}</bdi>
      </>
    );
  const newest = unsent ?? row.lastMessage;
  if (!newest) return null;
  if (!('body' in newest)) return <i>{UNKNOWN_TEXT}</i>;
  if (newest.deleted) return <i>{deletedText(newest.deleted)}</i>;
  return (
    <>
      {newest.sender === me && 'You: '}
      <Text message={newest} />
    </>
  );
}

/** The text of a message, or its files in a few words. */
function Text({ message: { body, attachments } }: { message: Pick<MessageRow, 'body' | 'attachments'> }) {
  return body === '' ? <i>{attachmentsText(attachments ?? [])}</i> : <bdi>{body}</bdi>;
}
