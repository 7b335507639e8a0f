/** Where there is nothing to show: why, and what to do. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { BrandMark } from './brand-mark.tsx';
import button from './button.module.css';
import styles from './empty-state.module.css';

export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children && <div className={styles.act}>{children}</div>}
    </div>
  );
}

/** Something did not load. */
export function LoadProblem({ title, text, onRetry }: { title: string; text: string; onRetry: () => void }) {
  return (
    <div className={styles.empty} role="alert">
      <h2>{title}</h2>
      <p>{text}</p>
      <div className={styles.act}>
        <button type="button" className={button.secondary} onClick={onRetry}>
          Try again
        </button>
      </div>
    </div>
  );
}

/** Beside the list, while no conversation is open. */
export function NothingChosen() {
  return (
    <div className={styles.empty}>
      <span className={styles.mark}>
        <BrandMark size={48} />
      </span>
      <h2>Choose a conversation</h2>
      <p>
        Or press <kbd>{/Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl'}</kbd> <kbd>K</kbd> to find a person.
      </p>
    </div>
  );
}

/** An address that names no part of the page. */
export function NotThere({ list }: { list: string }) {
  return (
    <Empty title="There is nothing here" text="The address may be mistyped.">
      <Link href={list} className={button.secondary}>
        Back to the list
      </Link>
    </Empty>
  );
}
