/** The thank-yous that a person shows. Nothing if there are none. */
import { useCallback } from 'react';
import { listThanks } from '#contract/routes/thanks.ts';
import type { Thanks } from '#contract/thanks.ts';
import { usePages } from '../hooks/use-pages.ts';
import { Button } from '../parts/button.tsx';
import { ReportThanksButton } from '../parts/report-thanks-button.tsx';
import { useSession } from '../state/session.ts';
import { longDateOf } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { person } from '../words/person.ts';
import { shell } from '../words/shell.ts';
import pane from '../parts/pane.module.css';
import styles from './thank-yous.module.css';

export function ThankYous({ username, name }: { username: string; name: string }) {
  const session = useSession();
  const load = useCallback(
    (cursor: string | undefined) =>
      session.call(listThanks, { parameters: { username }, query: cursor === undefined ? {} : { cursor } }),
    [session, username],
  );
  const { items, next, loading, problem, loadMore } = usePages<Thanks>(load);
  if (items.length === 0 && !problem && next === undefined) return null;
  return (
    <section className={pane.section} aria-label={person.thankYousTo(name)}>
      <h2>{person.thankYous}</h2>
      {items.length > 0 && (
        <ul className={styles.thanks}>
          {items.map((thanks) => (
            <li key={thanks.post}>
              <q dir="auto">{thanks.text}</q>
              <small>
                <bdi>{thanks.giverName}</bdi>, {longDateOf(new Date(thanks.at))}
              </small>
              <ReportThanksButton thanks={thanks} helper={username} />
            </li>
          ))}
        </ul>
      )}
      {problem ? <p role="alert">{explain(problem).detail}</p> : null}
      {(next !== undefined || problem !== undefined) && (
        <div className={pane.actions}>
          <Button variant="quiet" disabled={loading} onClick={loadMore}>
            {problem ? shell.tryAgain : person.moreThankYous}
          </Button>
        </div>
      )}
    </section>
  );
}
