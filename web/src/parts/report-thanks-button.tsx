/** Reports a thank-you to the administrators. */
import { Suspense, lazy, useState } from 'react';
import type { Thanks } from '#contract/thanks.ts';
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
        aria-label={`Report the thank-you of ${giverName}`}
        onClick={() => setReporting(true)}
      >
        Report…
      </Button>
      {reporting && (
        <Suspense>
          <ReportThisDialog
            title="Report this thank-you"
            quoted={text}
            subject={{ thanks: { post, helper } }}
            hint="Only administrators see your report and the thank-you as it is now."
            outcome={`An administrator looks at the thank-you, and ${giverName} doesn’t learn who reported it.`}
            onClose={() => setReporting(false)}
          />
        </Suspense>
      )}
    </>
  );
}
