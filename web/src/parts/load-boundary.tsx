/** Around parts of the page that are loaded when they are first shown: what to do when they can't be. */
import { Component, type ReactNode } from 'react';
import { LoadError } from './load-error.tsx';

interface LoadBoundaryProps {
  readonly children: ReactNode;
}

export class LoadBoundary extends Component<LoadBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    // A part that is gone, because the site was deployed anew, is only found by a page that is new, too.
    return (
      <LoadError
        title="This part of the page couldn’t be loaded"
        text="Check your connection; the page is loaded again."
        onRetry={() => location.reload()}
      />
    );
  }
}
