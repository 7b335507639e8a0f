/** Stands beside the list while no conversation is open. */
import { BrandMark } from './brand-mark.tsx';
import styles from './empty-state.module.css';

export function NothingSelected() {
  return (
    <div className={styles.empty}>
      <span className={styles.mark}>
        <BrandMark size={48} />
      </span>
      <h2>Select a conversation</h2>
      <p>
        Or press <kbd>{/Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl'}</kbd> <kbd>K</kbd> to find someone.
      </p>
    </div>
  );
}
