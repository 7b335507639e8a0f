/** Beside a conversation: whom it is with, the post it is about, and what one can do about the person. */
import { type KeyboardEvent, useState } from 'react';
import { Link } from 'wouter';
import { BlockDialog } from '../conversation/block-dialog.tsx';
import { Report } from '../conversation/report.tsx';
import { Alert } from '../parts/alert.tsx';
import { IconButton } from '../parts/button.tsx';
import { BlockIcon } from '../parts/icons.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { MenuItem } from '../parts/menu.tsx';
import { ClearIcon, FlagIcon } from '../parts/more-icons.tsx';
import { MuteItems } from '../parts/mute-items.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { selectionPath } from '../paths.ts';
import { useBlocks, useIsBlocked } from '../state/blocks.ts';
import { useConversationUpdate } from '../state/conversation-update.ts';
import { DETAILS_ID, DETAILS_OPENER_ID, showDetails } from '../state/details.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { displayNameOf, usePresence } from '../state/profiles.ts';
import { explain } from '../text/explain.ts';
import { details } from '../words/details.ts';
import { Introduction } from './introduction.tsx';
import styles from './conversation-details.module.css';

/** Closes what is read here, and goes on at the button that opens it again. */
function close(): void {
  showDetails(false);
  document.getElementById(DETAILS_OPENER_ID)?.focus();
}

/** Nothing for notes to oneself, and where there is no account. */
export function ConversationDetails({ peer }: { peer: string }) {
  const { me } = useMailbox();
  const profile = usePresence(peer);
  const row = useMailboxState(({ inbox }) => inbox.find((candidate) => candidate.peer === peer));
  if (peer === me || profile === 'deleted') return null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // Esc closes this, and not the conversation.
    event.preventDefault();
    close();
  };
  return (
    <aside
      id={DETAILS_ID}
      className={styles.details}
      aria-label={details.about(displayNameOf(peer, profile))}
      onKeyDown={onKeyDown}
    >
      <header className={styles.header}>
        <h2>{details.title}</h2>
        <IconButton label={details.close} onClick={close}>
          <ClearIcon />
        </IconButton>
      </header>
      <div className={styles.scroller}>
        {profile ? <Introduction profile={profile} /> : <ListSkeleton />}
        <p>
          <ProfileLink username={peer} button={{ variant: 'secondary' }}>
            {details.openProfile}
          </ProfileLink>
        </p>
        {row?.post && (
          <section className={styles.post} aria-label={details.lastPost}>
            <h3>{details.lastPost}</h3>
            <Link href={selectionPath('needs', row.post.id)} dir="auto">
              {row.post.title}
            </Link>
          </section>
        )}
        <Acts peer={peer} name={displayNameOf(peer, profile)} muted={row?.muted} />
      </div>
    </aside>
  );
}

interface ActsProps {
  readonly peer: string;
  readonly name: string;
  /** Undefined where no conversation is there to be muted. */
  readonly muted: boolean | undefined;
}

function Acts({ peer, name, muted }: ActsProps) {
  const { unblock } = useBlocks();
  const isBlocked = useIsBlocked(peer);
  const { problem, update } = useConversationUpdate(peer);
  const [unblockProblem, setUnblockProblem] = useState<string>();
  const [dialog, setDialog] = useState<'block' | 'report'>();
  const shownProblem = problem ?? unblockProblem;
  const onUnblock = (): void => {
    setUnblockProblem(undefined);
    unblock(peer).catch((reason: unknown) => setUnblockProblem(explain(reason).detail));
  };
  return (
    <div className={styles.acts}>
      {shownProblem !== undefined && <Alert tone="error">{shownProblem}</Alert>}
      {isBlocked && <p>{details.blocked}</p>}
      {muted !== undefined && <MuteItems name={name} muted={muted} onUpdate={update} />}
      {isBlocked ? (
        <MenuItem icon={<BlockIcon />} onSelect={onUnblock}>
          {details.unblock}
        </MenuItem>
      ) : (
        <MenuItem icon={<BlockIcon />} onSelect={() => setDialog('block')}>
          {details.block}
        </MenuItem>
      )}
      <MenuItem icon={<FlagIcon />} onSelect={() => setDialog('report')}>
        {details.report}
      </MenuItem>
      {dialog === 'block' && <BlockDialog peer={peer} onClose={() => setDialog(undefined)} />}
      {dialog === 'report' && <Report peer={peer} onClose={() => setDialog(undefined)} />}
    </div>
  );
}
