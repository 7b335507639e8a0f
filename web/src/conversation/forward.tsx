/** Loads the dialog that forwards a message, when somebody asks for it. */
import { Suspense, lazy } from 'react';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import type { ForwardProps } from './forward-dialog.tsx';

const ForwardDialog = lazy(async () => ({ default: (await import('./forward-dialog.tsx')).ForwardDialog }));

export function Forward(props: ForwardProps) {
  return (
    <LoadBoundary>
      <Suspense>
        <ForwardDialog {...props} />
      </Suspense>
    </LoadBoundary>
  );
}
