/** With whom a conversation is, whether they are here, and what can be done about them. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { Mailbox } from '#client/mailbox.ts';
import { Avatar } from '../parts/avatar.tsx';
import { BackIcon, BlockIcon, FlagIcon, MoreIcon, MuteIcon, PinIcon } from '../parts/icons.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { useIsBlocked } from '../state/blocks.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { type CachedProfile, displayNameOf } from '../state/profiles.ts';
import { dayLabel, timeOf } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { BlockDialog } from './block-dialog.tsx';
import { ReportDialog } from './report-dialog.tsx';
import styles from '../parts/pane-header.module.css';

interface ConversationHeaderProps {
  readonly peer: string;
  readonly back: string;
  readonly known: CachedProfile | undefined;
  /** Whether there is nobody of that name. */
  readonly unknown: boolean;
}

type Preferences = Parameters<Mailbox['updateConversation']>[1];

export function ConversationHeader({ peer, back, known, unknown }: ConversationHeaderProps) {
  const { mailbox, me } = useMailbox();
  const [asking, setAsking] = useState<'block' | 'report'>();
  const [problem, setProblem] = useState<string>();
  const close = (): void => setAsking(undefined);

  const change = (preferences: Preferences): void => {
    setProblem(undefined);
    mailbox.updateConversation(peer, preferences).catch((reason: unknown) => setProblem(explain(reason).detail));
  };

  return (
    <header className={styles.head}>
      <Link href={back} className={styles.back} aria-label="Back to the list">
        <BackIcon />
      </Link>
      {!unknown && <Avatar name={peer} size="s" gone={known === 'deleted'} />}
      <div className={styles.who}>
        <h1>
          <bdi>{unknown ? peer : displayNameOf(peer, known)}</bdi>
          {peer === me && <span> (notes to yourself)</span>}
        </h1>
        {problem ? <p role="alert">{problem}</p> : !unknown && peer !== me && <Below peer={peer} known={known} />}
      </div>
      {!unknown && <ConversationMenu peer={peer} gone={known === 'deleted'} onPrefer={change} onAsk={setAsking} />}
      {asking === 'block' && <BlockDialog peer={peer} onClose={close} />}
      {asking === 'report' && <ReportDialog peer={peer} onClose={close} />}
    </header>
  );
}

/** The user name, where people call themselves something else, and whether they are online. */
function Below({ peer, known }: { peer: string; known: CachedProfile | undefined }) {
  const now = useNow();
  const profile = known === 'deleted' ? undefined : known;
  const called = known === 'deleted' || (profile && profile.displayName !== peer) ? peer : undefined;
  const seen = profile?.lastSeenAt === undefined ? undefined : new Date(profile.lastSeenAt);
  const presence = profile?.online
    ? 'Online'
    : seen && `Last here ${dayLabel(seen, now).toLowerCase()}, ${timeOf(seen)}`;
  if (!called && !presence) return null;
  return (
    <p data-online={profile?.online || undefined}>
      {called && <bdi>{called}</bdi>}
      {called && presence && ' · '}
      {presence && <span>{presence}</span>}
    </p>
  );
}

interface ConversationMenuProps {
  readonly peer: string;
  readonly gone: boolean;
  readonly onPrefer: (preferences: Preferences) => void;
  readonly onAsk: (what: 'block' | 'report') => void;
}

/** What lifts a block stands where one would write. With oneself, and before the first word, there is less to be done. */
function ConversationMenu({ peer, gone, onPrefer, onAsk }: ConversationMenuProps) {
  const { me } = useMailbox();
  const blocked = useIsBlocked(peer);
  const row = useMailboxState((state) => state.inbox.find((candidate) => candidate.peer === peer));
  const other = peer !== me;
  if (!row && !other) return null;
  return (
    <Menu label={`More about ${peer}`} icon={<MoreIcon />}>
      {row && (
        <MenuItem icon={<PinIcon />} onSelect={() => onPrefer({ pinned: !row.pinned })}>
          {row.pinned ? 'Unpin' : 'Pin to the top'}
        </MenuItem>
      )}
      {row && other && (
        <MenuItem icon={<MuteIcon />} onSelect={() => onPrefer({ muted: !row.muted })}>
          {row.muted ? 'Unmute' : 'Mute'}
        </MenuItem>
      )}
      {other && !blocked && !gone && (
        <MenuItem icon={<BlockIcon />} onSelect={() => onAsk('block')}>
          Block {peer}…
        </MenuItem>
      )}
      {other && (
        <MenuItem icon={<FlagIcon />} onSelect={() => onAsk('report')}>
          Report {peer}…
        </MenuItem>
      )}
    </Menu>
  );
}
