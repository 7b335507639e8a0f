/** A conversation in the inbox: who it is with, what was written last, and its menu. */
import type { InboxRow as Row } from '#client/mailbox.ts';
import type { Point } from '../hooks/use-context-menu.ts';
import type { RovingItem } from '../hooks/use-roving-focus.ts';
import { BlockIcon, MuteIcon, PendingIcon, PinIcon } from '../parts/icons.tsx';
import type { RowElement } from '../parts/long-list.tsx';
import { PersonRow } from '../parts/person-row.tsx';
import { selectionPath } from '../paths.ts';
import { useDraft, useDraftFiles } from '../state/drafts.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { displayNameOf, useRowProfile } from '../state/profiles.ts';
import { attachmentsText } from '../text/attachments.ts';
import { shortLabel } from '../text/dates.ts';
import { type Preview, beforePreview, countText, previewOf, rowLabel } from '../text/inbox-row.ts';
import { inbox as words } from '../words/inbox.ts';
import styles from './inbox.module.css';

interface InboxRowProps {
  readonly row: Row;
  readonly current: boolean;
  readonly roving: RovingItem;
  readonly as: RowElement;
  readonly onOpenMenu: (peer: string, at: Point) => void;
}

export function InboxRow({ row, current, roving, as, onOpenMenu }: InboxRowProps) {
  const { me } = useMailbox();
  const text = useDraft(me, row.peer);
  const files = useDraftFiles(me, row.peer);
  const draft = text === '' && files.length > 0 ? attachmentsText(files) : text;
  const latest = useMailboxState((state) => state.conversations[row.peer]?.rows.at(-1));
  const now = useNow();
  // Of a conversation that is open the profile is there, and newer than the row.
  const profile = useRowProfile(row, current);
  const name = profile ? displayNameOf(row.peer, profile) : (row.peerName ?? row.peer);
  const unsent = latest && latest.state !== 'sent' ? latest : undefined;
  const isPending = unsent?.state === 'pending';
  const time = shortLabel(new Date(unsent?.timestamp ?? row.lastMessage?.timestamp ?? 0), now);
  const preview = previewOf({ row, me, unsent, draft: current ? '' : draft });
  const told = profile === 'deleted' ? undefined : (profile ?? row);
  const online = told?.online === true && !row.blocked && row.peer !== me;
  const isUnread = (row.unread > 0 || row.markedUnread === true) && !row.declined;

  return (
    <PersonRow
      username={row.peer}
      displayName={name}
      deleted={profile === 'deleted'}
      online={online}
      href={selectionPath('conversations', row.peer)}
      current={current}
      roving={roving}
      as={as}
      strong={isUnread}
      label={rowLabel({
        name: name === row.peer ? name : `${name} ${row.peer}`,
        row,
        online,
        isPending,
        time,
        preview,
      })}
      menu={{ label: words.actionsFor(name), onOpen: (at) => onOpenMenu(row.peer, at) }}
      aside={<Aside row={row} pending={isPending} time={time} />}
      secondLine={
        <>
          <span className={styles.preview}>{preview && <PreviewText preview={preview} />}</span>
          {isUnread && (
            <span className={styles.badge} data-muted={row.muted || undefined}>
              {row.unread > 0 && countText(row.unread)}
            </span>
          )}
        </>
      }
    />
  );
}

function Aside({ row: { blocked, muted, pinned }, pending, time }: { row: Row; pending: boolean; time: string }) {
  return (
    <span className={styles.aside}>
      {blocked && <BlockIcon size={14} />}
      {pinned && <PinIcon size={14} />}
      {muted && <MuteIcon size={14} />}
      {pending && <PendingIcon />}
      <time>{time}</time>
    </span>
  );
}

function PreviewText({ preview: { before, text, isNote } }: { preview: Preview }) {
  return (
    <>
      {before === 'you' && `${beforePreview(before)} `}
      {before && before !== 'you' && (
        <>
          <b className={before === 'draft' ? styles.draft : styles.failed}>{beforePreview(before)}</b>{' '}
        </>
      )}
      {isNote ? <i>{text}</i> : <bdi>{text}</bdi>}
    </>
  );
}
