/** What administrators have done, newest first. Everything they do is recorded. */
import { useCallback } from 'react';
import { type Act, listActs } from '#contract/routes/admin.ts';
import { usePages } from '../../hooks/use-pages.ts';
import { PagedList } from '../../parts/paged-list.tsx';
import { Pane } from '../../parts/pane.tsx';
import { useSession } from '../../state/session.ts';
import { fullDateOf } from '../../text/dates.ts';
import pane from '../../parts/pane.module.css';

/** What is said of acts that a later version added. */
const OTHER_VERB = 'acted on';

const VERBS: ReadonlyMap<string, string> = new Map([
  ['disable', 'disabled'],
  ['enable', 'enabled'],
  ['sign-out', 'signed out'],
  ['resolve-report', 'resolved report'],
  ['remove-message', 'removed message'],
  ['remove-post', 'removed post'],
  ['reset-two-step', 'reset the two-step sign-in of'],
]);

export function AuditLog() {
  const session = useSession();
  const pages = usePages<Act>(
    useCallback((cursor) => session.call(listActs, { query: cursor === undefined ? {} : { cursor } }), [session]),
  );

  return (
    <Pane title="Audit log" area="admin" wide lead="Everything administrators have done. It can’t be edited.">
      <PagedList label="Audit log" pages={pages} emptyTitle="No actions yet">
        {pages.items.map(({ id, at, by, act, subject }) => (
          <li key={id}>
            <p className={pane.main}>
              <span>
                <b>{by}</b> {VERBS.get(act) ?? OTHER_VERB} <b>{subject}</b>
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
