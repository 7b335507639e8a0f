/** Fills a list or a pane that could not be loaded: says why, and offers to try again. */
import { shell } from '../words/shell.ts';
import { Button } from './button.tsx';
import styles from './empty-state.module.css';

export function LoadError({ title, text, onRetry }: { title: string; text: string; onRetry: () => void }) {
  return (
    <div className={styles.empty} role="alert">
      <h2>{title}</h2>
      <p>{text}</p>
      <div className={styles.action}>
        <Button variant="secondary" onClick={onRetry}>
          {shell.tryAgain}
        </Button>
      </div>
    </div>
  );
}
