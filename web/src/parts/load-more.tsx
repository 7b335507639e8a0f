/**
 * The end of what is loaded of a list: the next page loads as it comes near. The button is for people who do not
 * scroll, and to retry.
 */
import { useNearViewport } from '../hooks/use-near-viewport.ts';
import { explain } from '../text/explain.ts';
import { shell } from '../words/shell.ts';
import { Button } from './button.tsx';
import styles from './load-more.module.css';

/** How near the end of the list comes before the next page loads. */
const MARGIN_PX = 400;

interface LoadMoreProps {
  readonly loading: boolean;
  readonly problem?: unknown;
  /** Must stay the same function while it loads more of the same list. */
  readonly loadMore: () => void;
}

export function LoadMore({ loading, problem, loadMore }: LoadMoreProps) {
  const end = useNearViewport<HTMLDivElement>(loadMore, {
    isWatching: !loading && !problem,
    marginPx: MARGIN_PX,
    trigger: loadMore,
  });

  return (
    <div ref={end} className={styles.more}>
      {problem ? <p>{explain(problem).detail}</p> : null}
      <Button variant="quiet" onClick={loadMore} disabled={loading}>
        {loading ? shell.loadingMore : problem ? shell.tryAgain : shell.loadMore}
      </Button>
    </div>
  );
}
