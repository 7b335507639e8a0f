/** The thank-you that I was given for a post, and whether others see it. */
import { useCallback } from 'react';
import { useFetch } from '../hooks/use-fetch.ts';
import { ReportThanksButton } from '../parts/report-thanks-button.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { ShowThanksButton } from '../parts/show-thanks-button.tsx';
import { findThanks } from '../state/find-thanks.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useSession } from '../state/session.ts';
import { outcome } from '../words/outcome.ts';
import styles from './post-bar.module.css';

/** @param from the display name of who gave it */
export function ThanksForPost({ post, from }: { post: string; from: string }) {
  const session = useSession();
  const { me } = useMailbox();
  const load = useCallback(() => findThanks(session, me, post), [session, me, post]);
  const { value } = useFetch(load);
  if (!value) return null;
  return (
    <div className={styles.thanks}>
      <p>
        <Sentence of={outcome.thanksYou(<bdi>{from}</bdi>, <q dir="auto">{value.text}</q>)} />
      </p>
      <ShowThanksButton thanks={value} />
      <ReportThanksButton thanks={value} helper={me} />
    </div>
  );
}
