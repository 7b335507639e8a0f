import { useCallback, useState } from 'react';
import { type Report, listReports, removeMessage, resolveReport } from '#contract/routes/admin.ts';
import { usePages } from '../../hooks/use-pages.ts';
import { Alert } from '../../parts/alert.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import { Pane } from '../../parts/pane.tsx';
import { SegmentedControl } from '../../parts/segmented-control.tsx';
/** What people have reported, with what they saw, and what can be done about it. */
import { paths } from '../../paths.ts';
import { useSession } from '../../state/session.ts';
import { fullDateOf } from '../../text/dates.ts';
import { explain } from '../../text/explain.ts';
import { DisableDialog } from './accounts.tsx';
import pane from '../../parts/pane.module.css';
import styles from './reports.module.css';

const STATUSES = { open: 'Open', resolved: 'Resolved' } as const;

export function Reports() {
  const session = useSession();
  const [status, setStatus] = useState<keyof typeof STATUSES>('open');
  const load = useCallback(
    (cursor: string | undefined) => session.call(listReports, { query: { status, ...(cursor && { cursor }) } }),
    [session, status],
  );
  const pages = usePages<Report>(load);
  const [question, setQuestion] = useState<{ kind: 'remove' | 'disable'; subject: string }>();
  const [said, setSaid] = useState<{ tone: 'success' | 'error'; words: string }>();

  const resolve = async (id: string): Promise<void> => {
    try {
      await session.call(resolveReport, { parameters: { id } });
      pages.change((items) => items.filter((item) => item.id !== id));
      setSaid({ tone: 'success', words: 'The report is resolved.' });
    } catch (reason) {
      setSaid({ tone: 'error', words: explain(reason).detail });
    }
  };
  const remove = async (id: string): Promise<void> => {
    await session.call(removeMessage, { parameters: { id } });
    setSaid({ tone: 'success', words: 'The message is removed. The report stays open until you resolve it.' });
  };

  return (
    <Pane title="Reports" back={paths.admin} wide>
      <SegmentedControl label="Which reports" options={STATUSES} value={status} onChange={setStatus} />
      {said && <Alert tone={said.tone}>{said.words}</Alert>}
      <PagedList
        label="Reports"
        pages={pages}
        nothing={status === 'open' ? 'Nothing waits for you' : 'No report has been resolved yet'}
      >
        {pages.items.map((report) => (
          <ReportRow
            key={report.id}
            report={report}
            onResolve={() => void resolve(report.id)}
            onAsk={(kind, subject) => setQuestion({ kind, subject })}
          />
        ))}
      </PagedList>
      {question?.kind === 'disable' && (
        <DisableDialog
          username={question.subject}
          onDisabled={() => setSaid({ tone: 'success', words: `${question.subject} is disabled.` })}
          onClose={() => setQuestion(undefined)}
        />
      )}
      {question?.kind === 'remove' && (
        <ConfirmDialog
          title="Remove this message?"
          confirmLabel="Remove"
          onConfirm={() => remove(question.subject)}
          onClose={() => setQuestion(undefined)}
        >
          Its text is erased for both people. In its place they read that a moderator removed it.
        </ConfirmDialog>
      )}
    </Pane>
  );
}

interface ReportRowProps {
  readonly report: Report;
  readonly onResolve: () => void;
  readonly onAsk: (kind: 'remove' | 'disable', subject: string) => void;
}

function ReportRow({
  report: { at, reporter, reason, message, user, status, resolvedBy },
  onResolve,
  onAsk,
}: ReportRowProps) {
  const accused = message?.sender ?? user?.username ?? '';
  return (
    <li className={styles.report}>
      <p className={styles.head}>
        <span>
          <b>{reporter}</b> reported {message ? 'a message of' : 'the person'} <b>{accused}</b>
        </span>
        {status === 'resolved' && <Badge tone="success">{`Resolved by ${resolvedBy ?? 'an administrator'}`}</Badge>}
        <time dateTime={at}>{fullDateOf(new Date(at))}</time>
      </p>
      <p dir="auto">{reason}</p>
      <blockquote className={styles.quote}>
        {message && <p dir="auto">{message.body}</p>}
        {user && (
          <>
            <p>
              <bdi>{user.displayName}</bdi>
            </p>
            {user.about && <p dir="auto">{user.about}</p>}
          </>
        )}
        <footer>
          {message ? `${message.sender}, ${fullDateOf(new Date(message.timestamp))}` : 'The profile, as it was then'}
        </footer>
      </blockquote>
      <div className={pane.acts}>
        {status === 'open' && (
          <Button variant="primary" onClick={onResolve}>
            Resolve
          </Button>
        )}
        {message && (
          <Button variant="secondary" onClick={() => onAsk('remove', message.id)}>
            Remove the message
          </Button>
        )}
        <Button variant="secondary" onClick={() => onAsk('disable', accused)}>
          Disable {accused}
        </Button>
      </div>
    </li>
  );
}
