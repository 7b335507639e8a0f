import type { ReactNode } from 'react';
import type { Pages } from '../hooks/use-pages.ts';
import { explain } from '../text/explain.ts';
import { Alert } from './alert.tsx';
/** The rows of a list that comes in pages, with what is said while there are none and where there are more. */
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { LoadError } from './load-error.tsx';
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
    if (problem) return <LoadError title="We couldn’t load the list" text={explain(problem).detail} onRetry={reload} />;
    if (next === undefined) return <EmptyState title={nothing} />;
  }
  return (
    <>
      {items.length > 0 && (
        <ul className={pane.list} aria-label={label} aria-busy={loading}>
          {children}
        </ul>
      )}
      {problem ? <Alert tone="error">{explain(problem).detail}</Alert> : null}
      {next !== undefined && (
        <div className={pane.acts}>
          <Button variant="quiet" disabled={loading} onClick={loadMore}>
            {loading ? 'Loading more…' : 'Load more'}
          </Button>
        </div>
      )}
    </>
  );
}
