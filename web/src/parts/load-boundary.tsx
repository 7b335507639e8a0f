/** Catches the failure to load a part of the page that is loaded when it is first shown. */
import { Component, type ReactNode } from 'react';
import { shell } from '../words/shell.ts';
import { LoadError } from './load-error.tsx';

interface LoadBoundaryProps {
  readonly children: ReactNode;
  /** Stands in for a part that the page can do without. */
  readonly fallback?: ReactNode;
}

export class LoadBoundary extends Component<LoadBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    if (this.props.fallback !== undefined) return this.props.fallback;
    // A new deployment may have removed the file; only a new page knows the names of the new files.
    return <LoadError title={shell.partNotLoaded} text={shell.checkConnection} onRetry={() => location.reload()} />;
  }
}
