import { useState } from 'react';
import { explain } from '../text/explain.ts';
import { Alert } from './alert.tsx';
/** For those whose mail does not come. */
import { Button } from './button.tsx';

/** Milliseconds until another mail can be asked for: the first one takes a moment to arrive. */
const RESEND_PAUSE = 30_000;

export function ResendCode({ send }: { send: () => Promise<void> }) {
  const [state, setState] = useState<'ready' | 'pausing'>('ready');
  const [problem, setProblem] = useState<string>();

  const resend = async (): Promise<void> => {
    setProblem(undefined);
    setState('pausing');
    try {
      await send();
      setTimeout(() => setState('ready'), RESEND_PAUSE);
    } catch (reason) {
      setProblem(explain(reason).detail);
      setState('ready');
    }
  };

  return (
    <div>
      {problem && <Alert tone="error">{problem}</Alert>}
      {state === 'pausing' ? (
        <p role="status">Another mail is on its way. Look among the junk mail too.</p>
      ) : (
        <p>
          No mail?{' '}
          <Button variant="link" onClick={() => void resend()}>
            Send another code
          </Button>
        </p>
      )}
    </div>
  );
}
