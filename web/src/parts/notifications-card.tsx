/** Offers notifications, above the conversations: the browser's question comes after a click, and never by itself. */
import { useState } from 'react';
import { useMailbox } from '../state/mailbox.ts';
import { dismissCard, notificationProblem, turnOn, useNotificationSettings } from '../state/notifications.ts';
import { useSession } from '../state/session.ts';
import { useToast } from '../state/toast.ts';
import { explainPush } from '../text/push-problems.ts';
import { push } from '../words/push.ts';
import { Button } from './button.tsx';
import styles from './notifications-card.module.css';

export function NotificationsCard() {
  const session = useSession();
  const { me } = useMailbox();
  const { on, dismissed } = useNotificationSettings();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isCovered = useToast() !== undefined;
  const impossible = notificationProblem();
  // Only the Home Screen is worth a word: nothing can be done here about the others.
  const isOffered = impossible === undefined || impossible === 'home-screen';
  if (!isOffered || (on && problem === undefined) || dismissed) return null;

  const start = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    await turnOn(session).catch((reason: unknown) => setProblem(explainPush(reason)));
    setBusy(false);
  };

  return (
    <section
      className={styles.card}
      aria-label={push.notifications}
      // The note about what was just done lies here. It goes by itself, and the rows stay where they are.
      style={{ visibility: isCovered ? 'hidden' : undefined }}
    >
      <p>{push.whileClosed}</p>
      {impossible && <p className={styles.more}>{explainPush(impossible)}</p>}
      {problem !== undefined && (
        <p className={styles.more} role="alert">
          {problem}
        </p>
      )}
      <div className={styles.actions}>
        {!impossible && !on && (
          <Button variant="secondary" size="small" busy={busy} onClick={() => void start()}>
            {push.turnOn}
          </Button>
        )}
        <Button variant="quiet" size="small" onClick={() => dismissCard(me)}>
          {on ? 'OK' : push.notNow}
        </Button>
      </div>
    </section>
  );
}
