/**
 * The end of what is loaded of a list: the next page loads as it comes near. The button is for people who do not
 * scroll, and to retry.
 */
import { useEffect, useRef } from 'react';
import { explain } from '../text/explain.ts';
import { Button } from './button.tsx';
import styles from './load-more.module.css';

/** How near the end of the list comes before the next page loads. */
const MARGIN_PX = 400;

interface LoadMoreProps {
  readonly loading: boolean;
  readonly problem?: unknown;
  /** Must stay the same function. */
  readonly loadMore: () => void;
}

export function LoadMore({ loading, problem, loadMore }: LoadMoreProps) {
  const end = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!end.current || loading || problem) return;
    // A busy page gets several entries at once: only the last one says how it is now.
    const observer = new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && loadMore(), {
      rootMargin: `${MARGIN_PX}px`,
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [loading, problem, loadMore]);

  return (
    <div ref={end} className={styles.more}>
      {problem ? <p>{explain(problem).detail}</p> : null}
      <Button variant="quiet" onClick={loadMore} disabled={loading}>
        {loading ? 'Loading more…' : problem ? 'Try again' : 'Load more'}
      </Button>
    </div>
  );
}
