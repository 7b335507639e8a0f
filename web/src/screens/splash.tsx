/** Shown until it is known whether somebody is signed in, or that this could not be found out. */
import { BrandMark } from '../parts/brand-mark.tsx';
import { Button } from '../parts/button.tsx';
import { shell } from '../words/shell.ts';
import styles from './splash.module.css';

export function Splash({ problem, onRetry }: { problem: string | undefined; onRetry: () => void }) {
  return (
    <main className={styles.splash}>
      <div className={problem ? undefined : styles.waiting}>
        <BrandMark size={56} />
      </div>
      {problem ? (
        <div className={styles.problem} role="alert">
          <h1>{shell.cantOpen}</h1>
          <p>{problem}</p>
          <Button variant="primary" onClick={onRetry}>
            {shell.tryAgain}
          </Button>
        </div>
      ) : (
        <p className="visually-hidden">{shell.opening}</p>
      )}
    </main>
  );
}
