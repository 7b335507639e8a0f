/** Shows a thank-you on my profile, or hides it again. */
import { useState } from 'react';
import { showThanks } from '#contract/routes/thanks.ts';
import type { Thanks } from '#contract/thanks.ts';
import { useSession } from '../state/session.ts';
import { explain } from '../text/explain.ts';
import { parts } from '../words/parts.ts';
import { Button } from './button.tsx';

export function ShowThanksButton({ thanks: { post, giverName, shown: before = false } }: { thanks: Thanks }) {
  const session = useSession();
  const [shown, setShown] = useState(before);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const change = (): void => {
    setBusy(true);
    setProblem(undefined);
    session
      .call(showThanks, { parameters: { id: post }, body: { shown: !shown } })
      .then(
        () => setShown(!shown),
        (reason: unknown) => setProblem(explain(reason).detail),
      )
      .finally(() => setBusy(false));
  };

  const label = shown ? parts.hideThanks : parts.showThanks;
  return (
    <>
      {problem && <span role="alert">{problem}</span>}
      <Button
        variant={shown ? 'quiet' : 'secondary'}
        size="small"
        busy={busy}
        aria-label={parts.actOnThanksOf(label, giverName)}
        onClick={change}
      >
        {label}
      </Button>
    </>
  );
}
