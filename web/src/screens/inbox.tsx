import type { InboxRow, MessageRow } from '#client/mailbox.ts';
import { useRovingFocus } from '../hooks/use-roving-focus.ts';
import { useSeen } from '../hooks/use-seen.ts';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { MuteIcon, PendingIcon, PinIcon } from '../parts/icons.tsx';
import { ListHeader } from '../parts/list-header.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { PersonRow } from '../parts/person-row.tsx';
/** My conversations: those pinned first, and of each kind the one with the newest message. */
import { paths, selectionPath } from '../paths.ts';
import { useDraft } from '../state/drafts.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { displayNameOf, useProfile } from '../state/profiles.ts';
import { shortLabel } from '../text/dates.ts';
import { deletedWords } from '../text/deleted-words.ts';
import list from '../parts/list.module.css';
import styles from './inbox.module.css';

export function Inbox({ peer }: { peer: string | undefined }) {
  const inbox = useMailboxState((state) => state.inbox);
  const loaded = useMailboxState((state) => state.inboxLoaded);
  const roving = useRovingFocus(
    inbox.map((row) => row.peer),
    peer,
  );

  return (
    <>
      <ListHeader title="Messages" />
      {inbox.length > 0 ? (
        <ul className={list.scroller} aria-busy={!loaded} {...roving.list}>
          {inbox.map((row) => (
            <InboxItem key={row.peer} row={row} current={row.peer === peer} roving={roving.item(row.peer)} />
          ))}
        </ul>
      ) : loaded ? (
        <EmptyState title="No conversations yet" text="Find somebody you know and say hello.">
          <ButtonLink href={paths.people} variant="primary">
            Find people
          </ButtonLink>
        </EmptyState>
      ) : (
        <ListSkeleton />
      )}
    </>
  );
}

interface InboxItemProps {
  readonly row: InboxRow;
  readonly current: boolean;
  readonly roving: ReturnType<ReturnType<typeof useRovingFocus>['item']>;
}

function InboxItem({ row, current, roving }: InboxItemProps) {
  const { me } = useMailbox();
  const draft = useDraft(me, row.peer);
  const latest = useMailboxState((state) => state.conversations[row.peer]?.rows.at(-1));
  const now = useNow();
  const [ref, seen] = useSeen<HTMLLIElement>();
  const known = useProfile(seen ? row.peer : undefined);
  const unsent = latest && latest.state !== 'sent' ? latest : undefined;
  const time = new Date(unsent?.timestamp ?? row.lastMessage?.timestamp ?? 0);

  return (
    <PersonRow
      ref={ref}
      name={row.peer}
      label={displayNameOf(row.peer, known)}
      gone={known === 'deleted'}
      href={selectionPath('conversations', row.peer)}
      current={current}
      roving={roving}
      strong={row.unread > 0}
      aside={<Aside row={row} pending={unsent?.state === 'pending'} time={shortLabel(time, now)} />}
      line={
        <>
          <span className={styles.preview}>
            <Preview row={row} me={me} unsent={unsent} draft={current ? '' : draft} />
          </span>
          {row.unread > 0 && (
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

function Aside({ row: { muted, pinned }, pending, time }: { row: InboxRow; pending: boolean; time: string }) {
  return (
    <span className={styles.aside}>
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

/** What matters most of: a message that could not be sent, one begun, and the newest one. */
function Preview({
  row,
  me,
  unsent,
  draft,
}: {
  row: InboxRow;
  me: string;
  unsent: MessageRow | undefined;
  draft: string;
}) {
  if (unsent?.state === 'failed')
    return (
      <>
        <b className={styles.failed}>Not sent:</b> <bdi>{unsent.body}</bdi>
      </>
    );
  if (draft)
    return (
      <>
        <b className={styles.draft}>Draft:</b> <bdi>{draft}</bdi>
      </>
    );
  const shown = unsent ?? row.lastMessage;
  if (!shown) return null;
  if (shown.deleted) return <i>{deletedWords(shown.deleted)}</i>;
  return (
    <>
      {shown.sender === me && 'You: '}
      <bdi>{shown.body}</bdi>
    </>
  );
}
