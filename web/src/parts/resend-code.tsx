/** For people whose email does not arrive: sends another code. */
import { useState } from 'react';
import { explain } from '../text/explain.ts';
import { auth } from '../words/auth.ts';
import { Alert } from './alert.tsx';
import { Button } from './button.tsx';
import { Sentence } from './sentence.tsx';

/** How long to wait before offering another email: the first one takes a moment to arrive. */
const COOLDOWN_MS = 30_000;

export function ResendCode({ send }: { send: () => Promise<void> }) {
  const [coolingDown, setCoolingDown] = useState(false);
  const [problem, setProblem] = useState<string>();

  const resend = async (): Promise<void> => {
    setProblem(undefined);
    setCoolingDown(true);
    try {
      await send();
      setTimeout(() => setCoolingDown(false), COOLDOWN_MS);
    } catch (reason) {
      setProblem(explain(reason).detail);
      setCoolingDown(false);
    }
  };

  return (
    <div>
      {problem && <Alert tone="error">{problem}</Alert>}
      {coolingDown ? (
        <p role="status">{auth.mailedAgain}</p>
      ) : (
        <p>
          <Sentence
            of={auth.noEmail(
              <Button variant="link" onClick={() => void resend()}>
                {auth.sendAnotherCode}
              </Button>,
            )}
          />
        </p>
      )}
    </div>
  );
}
