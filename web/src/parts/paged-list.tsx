/** The rows of a list that comes in pages, with what is said while there are none and where there are more. */
import type { ReactNode } from 'react';
import type { Pages } from '../hooks/use-pages.ts';
import { explain } from '../text/explain.ts';
import { Notice } from './alert.tsx';
import { Empty, LoadProblem } from './empty-state.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import button from './button.module.css';
import pane from './pane.module.css';

interface PagedListProps {
  readonly label: string;
  readonly pages: Omit<Pages<unknown>, 'change'>;
  /** What is said where the list is empty. */
  readonly nothing: string;
  /** A list item for each of the items. */
  readonly children: ReactNode;
}

export function PagedList({ label, pages, nothing, children }: PagedListProps) {
  const { items, next, loading, problem, loadMore, reload } = pages;
  if (items.length === 0) {
    if (loading) return <ListSkeleton />;
    if (problem)
      return <LoadProblem title="We couldn’t load the list" text={explain(problem).detail} onRetry={reload} />;
    if (next === undefined) return <Empty title={nothing} />;
  }
  return (
    <>
      {items.length > 0 && (
        <ul className={pane.list} aria-label={label} aria-busy={loading}>
          {children}
        </ul>
      )}
      {problem ? <Notice tone="problem">{explain(problem).detail}</Notice> : null}
      {next !== undefined && (
        <div className={pane.acts}>
          <button type="button" className={button.quiet} disabled={loading} onClick={loadMore}>
            {loading ? 'Loading more…' : 'Load more'}
          </button>
        </div>
      )}
    </>
  );
}
