/** The texts that a message had before it was edited, the newest first, each with its time. */
import { useCallback } from 'react';
import { listEarlierTexts } from '#contract/routes/messages.ts';
import { usePages } from '../hooks/use-pages.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { PagedList } from '../parts/paged-list.tsx';
import { useTimeZone } from '../state/now.ts';
import { useSession } from '../state/session.ts';
import { fullDateOf } from '../text/dates.ts';
import { acts } from '../words/acts.ts';
import { FormattedText } from './formatted-text.tsx';
import dialog from '../parts/dialog.module.css';
import styles from './earlier-texts-dialog.module.css';

interface EarlierTextsDialogProps {
  /** Id of the message. */
  readonly id: string;
  readonly onClose: () => void;
}

export function EarlierTextsDialog({ id, onClose }: EarlierTextsDialogProps) {
  const session = useSession();
  useTimeZone();
  const load = useCallback(
    async (cursor: string | undefined) => {
      const query = cursor === undefined ? {} : { before: Number(cursor) };
      const { items, next } = await session.call(listEarlierTexts, { parameters: { id }, query });
      return { items, ...(next !== undefined && { next: String(next) }) };
    },
    [session, id],
  );
  const pages = usePages(load);

  return (
    <Dialog title={acts.earlierTexts} onClose={onClose}>
      <PagedList label={acts.earlierTexts} pages={pages} emptyTitle={acts.noEarlierTexts}>
        {pages.items.map(({ body, timestamp }, index) => (
          // The list grows only at its end.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={styles.text} data-stacked>
            <time dateTime={timestamp}>{fullDateOf(new Date(timestamp))}</time>
            <div dir="auto">{body === '' ? <i>{acts.noText}</i> : <FormattedText text={body} />}</div>
          </li>
        ))}
      </PagedList>
      <p className={styles.note}>{acts.earlierTextsNote}</p>
      <div className={dialog.actions}>
        <Button variant="secondary" onClick={onClose}>
          {acts.close}
        </Button>
      </div>
    </Dialog>
  );
}
