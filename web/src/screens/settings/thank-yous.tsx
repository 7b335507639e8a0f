/** The thank-yous I was given, and which of them others see. */
import { useCallback } from 'react';
import { listThanks } from '#contract/routes/thanks.ts';
import type { Thanks } from '#contract/thanks.ts';
import { usePages } from '../../hooks/use-pages.ts';
import { HelpLine } from '../../parts/help-line.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import { Pane } from '../../parts/pane.tsx';
import { ReportThanksButton } from '../../parts/report-thanks-button.tsx';
import { ShowThanksButton } from '../../parts/show-thanks-button.tsx';
import { useMailbox } from '../../state/mailbox.ts';
import { useSession } from '../../state/session.ts';
import { longDateOf } from '../../text/dates.ts';
import { settings } from '../../words/settings.ts';
import pane from '../../parts/pane.module.css';

export function ThankYous() {
  const session = useSession();
  const { me } = useMailbox();
  const load = useCallback(
    (cursor: string | undefined) =>
      session.call(listThanks, { parameters: { username: me }, query: cursor === undefined ? {} : { cursor } }),
    [session, me],
  );
  const pages = usePages<Thanks>(load);
  return (
    <Pane title={settings.thankYous} area="settings" lead={settings.thankYousLead}>
      <p>
        <HelpLine username={me} />
      </p>
      <PagedList label={settings.thankYous} pages={pages} emptyTitle={settings.noThankYous}>
        {pages.items.map((thanks) => (
          <li key={thanks.post}>
            <p className={pane.main}>
              <q dir="auto">{thanks.text}</q>
              <small>
                <bdi>{thanks.giverName}</bdi>, {longDateOf(new Date(thanks.at))}
              </small>
            </p>
            <ShowThanksButton thanks={thanks} />
            <ReportThanksButton thanks={thanks} helper={me} />
          </li>
        ))}
      </PagedList>
    </Pane>
  );
}
