/** The top of a conversation: who it is with, whether they are online, and a menu. */
import { Suspense, lazy, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useListAddress } from '../hooks/use-panes.ts';
import { Avatar } from '../parts/avatar.tsx';
import { IconButton } from '../parts/button.tsx';
import { ConversationActs } from '../parts/conversation-acts.tsx';
import { PhotoIcon } from '../parts/file-icons.tsx';
import { BlockIcon, MoreIcon } from '../parts/icons.tsx';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { BackIcon, DetailsIcon, FlagIcon, SearchIcon } from '../parts/more-icons.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { useIsBlocked } from '../state/blocks.ts';
import { type UpdateConversation, useConversationUpdate } from '../state/conversation-update.ts';
import { DETAILS_ID, DETAILS_OPENER_ID, showDetails, useDetails } from '../state/details.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { type CachedProfile, displayNameOf, useName } from '../state/profiles.ts';
import { presenceText } from '../text/presence.ts';
import { details } from '../words/details.ts';
import { messages } from '../words/messages.ts';
import { parts } from '../words/parts.ts';
import { safety } from '../words/safety.ts';
import { search } from '../words/search.ts';
import { BlockDialog } from './block-dialog.tsx';
import { Report } from './report.tsx';
import styles from '../parts/pane-header.module.css';

const SearchDialog = lazy(async () => ({ default: (await import('./search-dialog.tsx')).SearchDialog }));
const MediaDialog = lazy(async () => ({ default: (await import('../attachments/media-dialog.tsx')).MediaDialog }));

interface ConversationHeaderProps {
  readonly peer: string;
  readonly profile: CachedProfile | undefined;
  /** True if nobody has that name. */
  readonly unknown: boolean;
}

type DialogKind = 'block' | 'report' | 'search' | 'media';

export function ConversationHeader({ peer, profile, unknown }: ConversationHeaderProps) {
  const { me } = useMailbox();
  const list = useListAddress('conversations');
  const [dialog, setDialog] = useState<DialogKind>();
  const { problem, update } = useConversationUpdate(peer);
  const hasProfile = !unknown && peer !== me && profile !== 'deleted';
  const closeDialog = (): void => setDialog(undefined);

  return (
    <header className={styles.header}>
      <Link href={list} className={styles.back} aria-label={parts.backToTheList}>
        <BackIcon />
      </Link>
      {!unknown && <Avatar username={peer} size="s" deleted={profile === 'deleted'} />}
      <div className={styles.person}>
        <h1>
          {hasProfile ? (
            <ProfileLink username={peer}>
              <bdi>{displayNameOf(peer, profile)}</bdi>
            </ProfileLink>
          ) : (
            <bdi>{unknown ? peer : displayNameOf(peer, profile)}</bdi>
          )}
          {peer === me && <span> {messages.notesInBrackets}</span>}
        </h1>
        {problem ? (
          <p role="alert">{problem}</p>
        ) : (
          !unknown && peer !== me && <Presence peer={peer} profile={profile} />
        )}
      </div>
      {hasProfile && <DetailsButton />}
      {!unknown && (
        <ConversationMenu peer={peer} deleted={profile === 'deleted'} onUpdate={update} onOpenDialog={setDialog} />
      )}
      {dialog === 'block' && <BlockDialog peer={peer} onClose={closeDialog} />}
      {dialog === 'report' && <Report peer={peer} onClose={closeDialog} />}
      <LoadBoundary>
        <Suspense>
          {dialog === 'search' && <SearchDialog peer={peer} onClose={closeDialog} />}
          {dialog === 'media' && <MediaDialog peer={peer} onClose={closeDialog} />}
        </Suspense>
      </LoadBoundary>
    </header>
  );
}

/** Shows and hides what is known of the person, where the window has room for it. */
function DetailsButton() {
  const { fit, shown } = useDetails();
  if (!fit) return null;
  return (
    <span className={styles.details}>
      <IconButton
        label={details.title}
        id={DETAILS_OPENER_ID}
        aria-expanded={shown}
        aria-controls={shown ? DETAILS_ID : undefined}
        onClick={() => showDetails(!shown)}
      >
        <DetailsIcon />
      </IconButton>
    </span>
  );
}

/** The user name, if the display name is another, and whether the person is online. */
function Presence({ peer, profile: cached }: { peer: string; profile: CachedProfile | undefined }) {
  const now = useNow();
  const blocked = useIsBlocked(peer);
  const profile = cached === 'deleted' ? undefined : cached;
  const username = cached === 'deleted' || (profile && profile.displayName !== peer) ? peer : undefined;
  const online = !blocked && profile?.online;
  const presence = blocked ? safety.blocked : profile && presenceText(profile, now);
  if (!username && !presence) return null;
  return (
    <p data-online={online || undefined}>
      {username && <bdi>{username}</bdi>}
      {username && presence && ' · '}
      {presence && <span>{presence}</span>}
    </p>
  );
}

interface ConversationMenuProps {
  readonly peer: string;
  /** True if the peer's account is gone. */
  readonly deleted: boolean;
  readonly onUpdate: UpdateConversation;
  readonly onOpenDialog: (dialog: DialogKind) => void;
}

/**
 * Unblocking is not here: it is offered in place of the composer. Notes to oneself, and conversations without a
 * message, have fewer items.
 */
function ConversationMenu({ peer, deleted, onUpdate, onOpenDialog }: ConversationMenuProps) {
  const { me } = useMailbox();
  const [, navigate] = useLocation();
  const list = useListAddress('conversations');
  const blocked = useIsBlocked(peer);
  const name = useName(peer);
  const row = useMailboxState((state) => state.inbox.find((candidate) => candidate.peer === peer));
  const isOther = peer !== me;
  if (!row && !isOther) return null;
  return (
    <Menu label={messages.conversationActions} icon={<MoreIcon />}>
      {row && (
        <MenuItem icon={<SearchIcon />} onSelect={() => onOpenDialog('search')}>
          {search.searchHere}…
        </MenuItem>
      )}
      {row && (
        <MenuItem icon={<PhotoIcon size={18} />} onSelect={() => onOpenDialog('media')}>
          {messages.photosAndFiles}
        </MenuItem>
      )}
      {row && <ConversationActs row={row} name={name} onUpdate={onUpdate} onMarkUnread={() => navigate(list)} />}
      {isOther && !blocked && !deleted && (
        <MenuItem icon={<BlockIcon />} onSelect={() => onOpenDialog('block')}>
          <Sentence of={safety.askToBlock(<bdi>{name}</bdi>)} />
        </MenuItem>
      )}
      {isOther && (
        <MenuItem icon={<FlagIcon />} onSelect={() => onOpenDialog('report')}>
          <Sentence of={safety.askToReport(<bdi>{name}</bdi>)} />
        </MenuItem>
      )}
    </Menu>
  );
}
