/** A person in short: their names, what they say about themselves, and how much they have helped. */
import { displayNameOf, useProfile } from '../state/profiles.ts';
import { Avatar } from './avatar.tsx';
import { HelpLine } from './help-line.tsx';
import styles from './person-card.module.css';

export function PersonCard({ username }: { username: string }) {
  const profile = useProfile(username);
  const name = displayNameOf(username, profile);
  const about = profile === 'deleted' ? undefined : profile?.about;
  return (
    <div className={styles.person}>
      <Avatar username={username} size="m" deleted={profile === 'deleted'} />
      <div>
        <p className={styles.name}>
          <bdi>{name}</bdi>
          {name !== username && (
            <small>
              {' '}
              <bdi>{username}</bdi>
            </small>
          )}
        </p>
        <p className={styles.help}>
          <HelpLine username={username} />
        </p>
        {about !== undefined && (
          <p className={styles.about} dir="auto">
            {about}
          </p>
        )}
      </div>
    </div>
  );
}
