/** Who a person is, and the thank-yous that they show. */
import { useCallback } from 'react';
import { listThanks } from '#contract/routes/thanks.ts';
import type { Thanks } from '#contract/thanks.ts';
import { usePages } from '../hooks/use-pages.ts';
import { displayNameOf, useProfile } from '../state/profiles.ts';
import { useSession } from '../state/session.ts';
import { longDateOf } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { PersonCard } from './person-card.tsx';
import dialog from './dialog.module.css';
import styles from './profile-dialog.module.css';

export function ProfileDialog({ username, onClose }: { username: string; onClose: () => void }) {
  const session = useSession();
  const load = useCallback(
    (cursor: string | undefined) =>
      session.call(listThanks, { parameters: { username }, query: cursor === undefined ? {} : { cursor } }),
    [session, username],
  );
  const { items, next, loading, problem, loadMore } = usePages<Thanks>(load);
  const name = displayNameOf(username, useProfile(username));
  return (
    <Dialog title={`About ${name}`} onClose={onClose}>
      <PersonCard username={username} />
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
