/** Offers to reload once a newer version of the page is deployed. It never reloads by itself: people are writing. */
import { useNewBuild } from '../state/new-build.ts';
import { useNewVersion, reloadFor } from '../state/new-version.ts';
import { useSession } from '../state/session.ts';
import { parts } from '../words/parts.ts';
import { Button } from './button.tsx';
import styles from './version-banner.module.css';

export function VersionBanner() {
  const version = useNewVersion(useSession());
  const isNewBuild = useNewBuild();
  return (
    <div className={styles.position} role="status">
      {(version !== undefined || isNewBuild) && (
        <p className={styles.banner}>
          {parts.newVersion}
          <Button variant="quiet" size="small" onClick={() => reloadFor(version)}>
            {parts.reload}
          </Button>
        </p>
      )}
    </div>
  );
}
