/** Reports a thank-you to the administrators. */
import { Suspense, lazy, useState } from 'react';
import type { Thanks } from '#contract/thanks.ts';
import { parts } from '../words/parts.ts';
import { Button } from './button.tsx';

const ReportThisDialog = lazy(async () => ({ default: (await import('./report-this-dialog.tsx')).ReportThisDialog }));

interface ReportThanksButtonProps {
  readonly thanks: Pick<Thanks, 'post' | 'giverName' | 'text'>;
  /** The user name of the person who is thanked. */
  readonly helper: string;
}

export function ReportThanksButton({ thanks: { post, giverName, text }, helper }: ReportThanksButtonProps) {
  const [reporting, setReporting] = useState(false);
  return (
    <>
      <Button
        variant="quiet"
        size="small"
        aria-label={parts.reportThanksOf(giverName)}
        onClick={() => setReporting(true)}
      >
        {parts.reportDots}
      </Button>
      {reporting && (
        <Suspense>
          <ReportThisDialog
            title={parts.reportThanks}
            quoted={text}
            subject={{ thanks: { post, helper } }}
            hint={parts.reportThanksLead}
            outcome={parts.reportThanksDone(giverName)}
            onClose={() => setReporting(false)}
          />
        </Suspense>
      )}
    </>
  );
}
