/** Stands in place of the composer while somebody I have not talked with asks to write to me. */
import { useEffect, useRef, useState } from 'react';
import { isFocusLost } from '../hooks/is-focus-lost.ts';
import { Alert } from '../parts/alert.tsx';
import { Button } from '../parts/button.tsx';
import { PersonCard } from '../parts/person-card.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { type CachedProfile, displayNameOf } from '../state/profiles.ts';
import { explain } from '../text/explain.ts';
import { request } from '../words/request.ts';
import { BlockDialog } from './block-dialog.tsx';
import { ReportDialog } from './report-dialog.tsx';
import pane from '../parts/pane.module.css';
import styles from './request-panel.module.css';

interface RequestPanelProps {
  readonly peer: string;
  readonly profile: CachedProfile | undefined;
  readonly onAnswer: () => void;
}

export function RequestPanel({ peer, profile, onAnswer }: RequestPanelProps) {
  const { mailbox } = useMailbox();
  const [dialog, setDialog] = useState<'report' | 'block'>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const panel = useRef<HTMLElement>(null);
  const close = (): void => setDialog(undefined);
  const name = displayNameOf(peer, profile);

  // On a phone, the list that led here is hidden, and after an undo its button is gone.
  useEffect(() => {
    if (isFocusLost()) panel.current?.focus();
  }, []);

  const decline = (): void => {
    setBusy(true);
    setProblem(undefined);
    mailbox
      .updateConversation(peer, { declined: true })
      .catch((reason: unknown) => setProblem(explain(reason).detail))
      .finally(() => setBusy(false));
  };

  return (
    <section ref={panel} tabIndex={-1} className={styles.panel} aria-label={request.requestFrom(name)}>
      <div className={styles.column}>
        <PersonCard username={peer} />
        <p className={styles.text}>
          <Sentence of={request.untilYouAnswer(<bdi>{name}</bdi>)} />
        </p>
        {problem && <Alert tone="error">{problem}</Alert>}
        <div className={pane.actions}>
          <Button variant="primary" onClick={onAnswer}>
            {request.answer}
          </Button>
          <Button variant="secondary" busy={busy} onClick={decline}>
            {request.decline}
          </Button>
          <span className={styles.more}>
            <ProfileLink username={peer} button={{ variant: 'quiet', size: 'small' }}>
              {request.profile}
            </ProfileLink>
            <Button variant="quiet" size="small" onClick={() => setDialog('report')}>
              {request.report}
            </Button>
            <Button variant="quiet" size="small" onClick={() => setDialog('block')}>
              {request.block}
            </Button>
          </span>
        </div>
      </div>
      {dialog === 'report' && <ReportDialog peer={peer} onClose={close} />}
      {dialog === 'block' && <BlockDialog peer={peer} onClose={close} />}
    </section>
  );
}
