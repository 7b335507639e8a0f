/** How well posts are answered: the share of those that stay without an answer. */
import { useCallback } from 'react';
import { getFigures } from '#contract/routes/admin.ts';
import { useFetch } from '../../hooks/use-fetch.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListSkeleton } from '../../parts/list-skeleton.tsx';
import { LoadError } from '../../parts/load-error.tsx';
import { Pane } from '../../parts/pane.tsx';
import { useSession } from '../../state/session.ts';
import { explain } from '../../text/explain.ts';
import { admin } from '../../words/admin.ts';
import pane from '../../parts/pane.module.css';
import styles from './figures.module.css';

export function FiguresPane() {
  const session = useSession();
  const load = useCallback(() => session.call(getFigures, {}), [session]);
  const { value, problem, reload } = useFetch(load);
  return (
    <Pane title={admin.answers} area="admin" lead={admin.figuresLead}>
      {!value ? (
        problem ? (
          <LoadError title={admin.figuresNotLoaded} text={explain(problem).detail} onRetry={() => void reload()} />
        ) : (
          <ListSkeleton />
        )
      ) : value.unanswered.every(({ posts }) => posts === 0) ? (
        <EmptyState title={admin.noPostsOfThatAge} />
      ) : (
        <ul className={pane.list} aria-label={admin.postsWithoutAnswer}>
          {value.unanswered.map(({ days, posts, unanswered }) => (
            <li key={days}>
              <p className={pane.main}>
                <b>{admin.afterDays(days)}</b>
                <small>{admin.unansweredOf(unanswered, posts)}</small>
              </p>
              <p className={styles.share}>
                {posts === 0 ? '–' : admin.percent(Math.round((100 * unanswered) / posts))}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Pane>
  );
}
