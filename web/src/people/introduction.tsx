/** Who a person is: their names, when they were here, how much they have helped, and what they say of themselves. */
import type { Profile } from '#contract/users.ts';
import { Avatar } from '../parts/avatar.tsx';
import { HelpLine } from '../parts/help-line.tsx';
import { useIsBlocked } from '../state/blocks.ts';
import { useNow } from '../state/now.ts';
import { presenceText } from '../text/presence.ts';
import styles from './introduction.module.css';

export function Introduction({ profile }: { profile: Profile }) {
  const { username, displayName, about } = profile;
  const now = useNow();
  const isBlocked = useIsBlocked(username);
  const presence = isBlocked ? undefined : presenceText(profile, now);
  return (
    <div className={styles.introduction}>
      <Avatar username={username} size="l" />
      <div className={styles.names}>
        <p className={styles.name}>
          <bdi>{displayName}</bdi>
        </p>
        <p className={styles.detail}>
          {displayName !== username && <bdi>{username}</bdi>}
          {displayName !== username && presence !== undefined && ' · '}
          {presence}
        </p>
        <p className={styles.detail}>
          <HelpLine username={username} />
        </p>
      </div>
      {about !== undefined && (
        <p className={styles.about} dir="auto">
          {about}
        </p>
      )}
    </div>
  );
}
