/** What to mind before meeting a stranger: shown to each person until they have read it, then never again. */
import { useId } from 'react';
import { Button } from '../parts/button.tsx';
import { ShieldIcon } from '../parts/icons.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { dismissSafetyWords, useSafetyWordsRead } from '../state/safety-words.ts';
import styles from './safety-words.module.css';

export function SafetyWords() {
  const { me } = useMailbox();
  const id = useId();
  if (useSafetyWordsRead(me)) return null;
  return (
    <aside className={styles.words} aria-labelledby={id}>
      <h3 id={id}>
        <ShieldIcon /> Before you meet
      </h3>
      <ul>
        <li>Meet in a public place, and tell somebody where you are.</li>
        <li>Pay and send nothing in advance.</li>
        <li>Keep talking here in the app. Be wary of links, and never pass on a code.</li>
      </ul>
      <Button variant="secondary" size="small" onClick={() => dismissSafetyWords(me)}>
        Got it
      </Button>
    </aside>
  );
}
