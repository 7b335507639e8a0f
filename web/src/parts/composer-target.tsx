/** Above the composer: which message is answered or edited, and the way out of it. */
import { ClearIcon } from './icons.tsx';
import { Quote } from './quote.tsx';
import styles from './composer-target.module.css';
import type { Target } from '../state/target.ts';

export function ComposerTarget({ target: { kind, row }, onCancel }: { target: Target; onCancel: () => void }) {
  return (
    <div className={styles.target} role="group" aria-label={kind === 'edit' ? 'Editing your message' : 'Replying'}>
      {kind === 'edit' ? <p>Editing your message</p> : <Quote quote={row} />}
      <button type="button" aria-label="Cancel" title="Cancel (Esc)" onClick={onCancel}>
        <ClearIcon />
      </button>
    </div>
  );
}
