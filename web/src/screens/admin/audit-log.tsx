/** What administrators have done, newest first. Everything they do is recorded. */
import { useCallback } from 'react';
import { type Act, listActs } from '#contract/routes/admin.ts';
import { usePages } from '../../hooks/use-pages.ts';
import { PagedList } from '../../parts/paged-list.tsx';
import { Pane } from '../../parts/pane.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import { useSession } from '../../state/session.ts';
import { fullDateOf } from '../../text/dates.ts';
import { admin } from '../../words/admin.ts';
import pane from '../../parts/pane.module.css';

export function AuditLog() {
  const session = useSession();
  const pages = usePages<Act>(
    useCallback((cursor) => session.call(listActs, { query: cursor === undefined ? {} : { cursor } }), [session]),
  );

  return (
    <Pane title={admin.auditLog} area="admin" wide lead={admin.everythingDone}>
      <PagedList label={admin.auditLog} pages={pages} emptyTitle={admin.noActions}>
        {pages.items.map(({ id, at, by, act, subject }) => (
          <li key={id}>
            <p className={pane.main}>
              <span>
                <Sentence of={admin.did(<b>{by}</b>, act, <b>{subject}</b>)} />
              </span>
              <small>
                <time dateTime={at}>{fullDateOf(new Date(at))}</time>
              </small>
            </p>
          </li>
        ))}
      </PagedList>
    </Pane>
  );
}
