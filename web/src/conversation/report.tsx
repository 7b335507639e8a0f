/** Loads the dialog that reports a person or a message, when somebody asks for it. */
import { Suspense, lazy } from 'react';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import type { ReportProps } from './report-dialog.tsx';

const ReportDialog = lazy(async () => ({ default: (await import('./report-dialog.tsx')).ReportDialog }));

export function Report(props: ReportProps) {
  return (
    <LoadBoundary>
      <Suspense>
        <ReportDialog {...props} />
      </Suspense>
    </LoadBoundary>
  );
}
