/**
 * What to mind before meeting a stranger, in short, and in full for who wants it: shown to each person until they have
 * read it, then never again on any device.
 */
import { useState } from 'react';
import { updateMe } from '#contract/routes/users.ts';
import { useMyProfile } from '../state/my-profile.ts';
import { useSession } from '../state/session.ts';
import { explain } from '../text/explain.ts';
import { parts } from '../words/parts.ts';
import { Button } from './button.tsx';
import { ShieldIcon } from './more-icons.tsx';
import styles from './safety-words.module.css';

export function SafetyWords() {
  const session = useSession();
  const { profile, set } = useMyProfile();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  // Until it is known whether they were read, they would come and go.
  if (!profile || profile.safetyTold) return null;

  const dismiss = (): void => {
    setBusy(true);
    setProblem(undefined);
    session
      .call(updateMe, { body: { safetyTold: true } })
      .then(set, (reason: unknown) => setProblem(explain(reason).detail))
      .finally(() => setBusy(false));
  };

  return (
    <aside className={styles.words} aria-label={parts.beforeYouMeet}>
      <details>
        <summary>
          <ShieldIcon />
          <span className={styles.short}>{parts.safetyInShort}</span>
          <b>{parts.beforeYouMeet}</b>
        </summary>
        <ul>
          <li>{parts.meetInPublic}</li>
          <li>{parts.payNothing}</li>
          <li>{parts.keepTalking}</li>
        </ul>
      </details>
      <Button variant="quiet" size="small" busy={busy} onClick={dismiss}>
        {parts.gotIt}
      </Button>
      {problem && <p role="alert">{problem}</p>}
    </aside>
  );
}
