/** What a reported message said before it was edited. */
import type { Report } from '#contract/reports.ts';
import { fullDateOf } from '../../text/dates.ts';
import { admin } from '../../words/admin.ts';
import styles from './reports.module.css';

export function ReportedTexts({ message }: { readonly message: NonNullable<Report['message']> }) {
  const { earlierTexts = [], textsNotKept = 0 } = message;
  if (earlierTexts.length + textsNotKept === 0) return null;
  return (
    <details>
      <summary>{admin.beforeItsEdits(earlierTexts.length)}</summary>
      <ul className={styles.texts} aria-label={admin.earlierTexts}>
        {earlierTexts.map(({ body, timestamp }, index) => (
          // A report never changes.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <time dateTime={timestamp}>{fullDateOf(new Date(timestamp))}</time>
            <p dir="auto">{body === '' ? <i>{admin.noText}</i> : body}</p>
          </li>
        ))}
      </ul>
      {textsNotKept > 0 && <p>{admin.olderTextsNotKept(textsNotKept)}</p>}
    </details>
  );
}
