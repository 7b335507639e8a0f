/** The rows of a list that comes in pages, and what stands in their place while it is loading, empty or broken. */
import type { ReactNode } from 'react';
import type { Pages } from '../hooks/use-pages.ts';
import { explain } from '../text/explain.ts';
import { parts } from '../words/parts.ts';
import { shell } from '../words/shell.ts';
import { Alert } from './alert.tsx';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { LoadError } from './load-error.tsx';
import pane from './pane.module.css';

interface PagedListProps {
  readonly label: string;
  readonly pages: Omit<Pages<unknown>, 'update'>;
  /** The title of the empty list. */
  readonly emptyTitle: string;
  /** A list item for each of the items. */
  readonly children: ReactNode;
}

export function PagedList({ label, pages, emptyTitle, children }: PagedListProps) {
  const { items, next, loading, problem, loadMore, reload } = pages;
  if (items.length === 0) {
    if (loading) return <ListSkeleton />;
    if (problem) return <LoadError title={parts.listNotLoaded} text={explain(problem).detail} onRetry={reload} />;
    if (next === undefined) return <EmptyState title={emptyTitle} />;
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
        <div className={pane.actions}>
          <Button variant="quiet" disabled={loading} onClick={loadMore}>
            {loading ? shell.loadingMore : shell.loadMore}
          </Button>
        </div>
      )}
    </>
  );
}
