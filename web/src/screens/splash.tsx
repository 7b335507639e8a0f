import { BrandMark } from '../parts/brand-mark.tsx';
/** The moment before it is known who is here; and what to do when that can't be found out. */
import { Button } from '../parts/button.tsx';
import styles from './splash.module.css';

export function Splash({ problem, onRetry }: { problem: string | undefined; onRetry: () => void }) {
  return (
    <main className={styles.starting}>
      <div className={problem ? undefined : styles.waiting}>
        <BrandMark size={56} />
      </div>
      {problem ? (
        <div className={styles.problem} role="alert">
          <h1>We couldn’t open your messages</h1>
          <p>{problem}</p>
          <Button variant="primary" onClick={onRetry}>
            Try again
          </Button>
        </div>
      ) : (
        <p className="visually-hidden">Opening Message Center…</p>
      )}
    </main>
  );
}
