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
import pane from '../../parts/pane.module.css';
import styles from './figures.module.css';

export function FiguresPane() {
  const session = useSession();
  const load = useCallback(() => session.call(getFigures, {}), [session]);
  const { value, problem, reload } = useFetch(load);
  return (
    <Pane
      title="Answers"
      area="admin"
      lead="How many posts stay without an answer. The newest posts of that age count, up to a day older."
    >
      {!value ? (
        problem ? (
          <LoadError
            title="We couldn’t load the figures"
            text={explain(problem).detail}
            onRetry={() => void reload()}
          />
        ) : (
          <ListSkeleton />
        )
      ) : value.unanswered.every(({ posts }) => posts === 0) ? (
        <EmptyState title="No posts of that age yet" />
      ) : (
        <ul className={pane.list} aria-label="Posts without an answer">
          {value.unanswered.map(({ days, posts, unanswered }) => (
            <li key={days}>
              <p className={pane.main}>
                <b>{days === 1 ? 'After one day' : `After ${days} days`}</b>
                <small>
                  {unanswered} of {posts === 1 ? '1 post' : `${posts} posts`}
                </small>
              </p>
              <p className={styles.share}>{posts === 0 ? '–' : `${Math.round((100 * unanswered) / posts)} %`}</p>
            </li>
          ))}
        </ul>
      )}
    </Pane>
  );
}
