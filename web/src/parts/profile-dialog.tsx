/** Who a person is, and the thank-yous that they show. */
import { useCallback } from 'react';
import { listThanks } from '#contract/routes/thanks.ts';
import type { Thanks } from '#contract/thanks.ts';
import { usePages } from '../hooks/use-pages.ts';
import { useIsBlocked } from '../state/blocks.ts';
import { useNow } from '../state/now.ts';
import { type CachedProfile, displayNameOf, usePresence } from '../state/profiles.ts';
import { useSession } from '../state/session.ts';
import { dayAndTimeOf, longDateOf } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { PersonCard } from './person-card.tsx';
import dialog from './dialog.module.css';
import styles from './profile-dialog.module.css';

export function ProfileDialog({ username, onClose }: { username: string; onClose: () => void }) {
  const session = useSession();
  const isBlocked = useIsBlocked(username);
  const load = useCallback(
    (cursor: string | undefined) =>
      session.call(listThanks, { parameters: { username }, query: cursor === undefined ? {} : { cursor } }),
    [session, username],
  );
  const { items, next, loading, problem, loadMore } = usePages<Thanks>(load);
  const profile = usePresence(username);
  const name = displayNameOf(username, profile);
  return (
    <Dialog title={`About ${name}`} onClose={onClose}>
      <PersonCard username={username} />
      {profile && profile !== 'deleted' && <LastSeen profile={profile} isBlocked={isBlocked} />}
      {items.length > 0 && (
        <ul className={styles.thanks} aria-label={`Thank-yous to ${name}`}>
          {items.map(({ post, giverName, text, at }) => (
            <li key={post}>
              <q dir="auto">{text}</q>
              <small>
                <bdi>{giverName}</bdi>, {longDateOf(new Date(at))}
              </small>
            </li>
          ))}
        </ul>
      )}
      {problem ? <p role="alert">{explain(problem).detail}</p> : null}
      <div className={dialog.actions}>
        {(next !== undefined || problem !== undefined) && (
          <Button variant="quiet" disabled={loading} onClick={loadMore}>
            {problem ? 'Try again' : 'More thank-yous'}
          </Button>
        )}
        <Button variant="secondary" autoFocus onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}

interface LastSeenProps {
  readonly profile: Exclude<CachedProfile, 'deleted'>;
  readonly isBlocked: boolean;
}

/** When the person was here last, unless I have blocked them. */
function LastSeen({ profile: { online, lastSeenAt }, isBlocked }: LastSeenProps) {
  const now = useNow();
  const seen = online ? 'Online' : lastSeenAt && `Last seen ${dayAndTimeOf(new Date(lastSeenAt), now)}`;
  const text = isBlocked ? 'Blocked' : seen;
  return text ? <p className={styles.times}>{text}</p> : null;
}
