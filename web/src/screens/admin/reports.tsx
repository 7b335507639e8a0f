/** What people have reported, with what they saw, and what can be done about it. */
import { useCallback, useState } from 'react';
import type { Report } from '#contract/reports.ts';
import { keepPost, listReports, removeMessage, removeThanks, resolveReport } from '#contract/routes/admin.ts';
import { usePages } from '../../hooks/use-pages.ts';
import { Alert } from '../../parts/alert.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import { Pane } from '../../parts/pane.tsx';
import { SegmentedControl } from '../../parts/segmented-control.tsx';
import { useSession } from '../../state/session.ts';
import { sentAPicture } from '../../text/attachments.ts';
import { fullDateOf } from '../../text/dates.ts';
import { explain } from '../../text/explain.ts';
import { DisableDialog } from './disable-dialog.tsx';
import { RemovePostDialog } from './remove-post-dialog.tsx';
import { ReportedFiles } from './reported-files.tsx';
import pane from '../../parts/pane.module.css';
import styles from './reports.module.css';

const STATUSES = { open: 'Open', resolved: 'Resolved' } as const;

type DialogKind = 'remove' | 'remove-post' | 'disable';

/** What can be done about a report. */
interface ReportActions {
  resolve(id: string): Promise<void>;
  keepPost(id: string): Promise<void>;
  removeThanks(thanks: NonNullable<Report['thanks']>): Promise<void>;
  openDialog(kind: DialogKind, subject: string): void;
}

export function Reports() {
  const session = useSession();
  const [status, setStatus] = useState<keyof typeof STATUSES>('open');
  const load = useCallback(
    (cursor: string | undefined) => session.call(listReports, { query: { status, ...(cursor && { cursor }) } }),
    [session, status],
  );
  const pages = usePages<Report>(load);
  const [dialog, setDialog] = useState<{ kind: DialogKind; subject: string }>();
  const [outcome, setOutcome] = useState<{ tone: 'success' | 'error'; text: string }>();
  const closeDialog = (): void => setDialog(undefined);

  const attempt = async (act: Promise<void>, text: string): Promise<void> => {
    try {
      await act;
      setOutcome({ tone: 'success', text });
    } catch (reason) {
      setOutcome({ tone: 'error', text: explain(reason).detail });
    }
  };
  const actions: ReportActions = {
    resolve: (id) =>
      attempt(
        session.call(resolveReport, { parameters: { id } }).then(() => {
          pages.update((items) => items.filter((item) => item.id !== id));
        }),
        'Report resolved.',
      ),
    keepPost: (id) =>
      attempt(
        session.call(keepPost, { parameters: { id } }),
        'Post kept: others see it, and reports hide it no more. The report stays open until you resolve it.',
      ),
    removeThanks: ({ post, helper }) =>
      attempt(
        session.call(removeThanks, { parameters: { id: post, username: helper } }),
        'Thank-you removed. The report stays open until you resolve it.',
      ),
    openDialog: (kind, subject) => setDialog({ kind, subject }),
  };
  const remove = async (id: string): Promise<void> => {
    await session.call(removeMessage, { parameters: { id } });
    setOutcome({ tone: 'success', text: 'Message removed. The report stays open until you resolve it.' });
  };

  return (
    <Pane title="Reports" area="admin" wide>
      <SegmentedControl label="Filter reports" options={STATUSES} value={status} onChange={setStatus} />
      {outcome && <Alert tone={outcome.tone}>{outcome.text}</Alert>}
      <PagedList
        label="Reports"
        pages={pages}
        emptyTitle={status === 'open' ? 'No open reports' : 'No resolved reports yet'}
      >
        {pages.items.map((report) => (
          <ReportRow key={report.id} report={report} actions={actions} />
        ))}
      </PagedList>
      {dialog?.kind === 'disable' && (
        <DisableDialog
          username={dialog.subject}
          onDisabled={() => setOutcome({ tone: 'success', text: `${dialog.subject} is disabled.` })}
          onClose={closeDialog}
        />
      )}
      {dialog?.kind === 'remove-post' && (
        <RemovePostDialog
          id={dialog.subject}
          onRemoved={() =>
            setOutcome({ tone: 'success', text: 'Post removed. The report stays open until you resolve it.' })
          }
          onClose={closeDialog}
        />
      )}
      {dialog?.kind === 'remove' && (
        <ConfirmDialog
          title="Remove this message?"
          confirmLabel="Remove"
          onConfirm={() => remove(dialog.subject)}
          onClose={closeDialog}
        >
          The text is erased for both people. They see that a moderator removed it.
        </ConfirmDialog>
      )}
    </Pane>
  );
}

interface ReportRowProps {
  readonly report: Report;
  readonly actions: ReportActions;
}

function ReportRow({ report, actions }: ReportRowProps) {
  const { at, reporter, reason, message, user, post, thanks, status, resolvedBy } = report;
  const reported = message?.sender ?? user?.username ?? post?.owner ?? thanks?.giver ?? '';
  return (
    <li className={styles.report}>
      <p className={styles.header}>
        <span>
          <b>{reporter}</b> reported {message && 'a message from '}
          {post && 'a post of '}
          {thanks && 'a thank-you of '}
          <b>{reported}</b>
        </span>
        {status === 'resolved' && <Badge tone="success">{`Resolved by ${resolvedBy ?? 'an administrator'}`}</Badge>}
        <time dateTime={at}>{fullDateOf(new Date(at))}</time>
      </p>
      <p dir="auto">{reason}</p>
      <blockquote className={styles.quote}>
        {message && <p dir="auto">{message.body === '' ? sentAPicture() : message.body}</p>}
        {user && (
          <>
            <p>
              <bdi>{user.displayName}</bdi>
            </p>
            {user.about && <p dir="auto">{user.about}</p>}
          </>
        )}
        {post && <ReportedPost post={post} />}
        {thanks && <p dir="auto">{thanks.text}</p>}
        {(report.attachments ?? report.filesNotCopied) !== undefined && (
          <ReportedFiles report={report} about={`${reported}, reported ${fullDateOf(new Date(at))}`} />
        )}
        <footer>
          {message && `${message.sender}, ${fullDateOf(new Date(message.timestamp))}`}
          {user && 'Their profile at that time'}
          {post && `${post.owner}, the post at that time (${post.status})`}
          {thanks && `${thanks.giver} to ${thanks.helper}, at that time`}
        </footer>
      </blockquote>
      <div className={pane.actions}>
        {status === 'open' && (
          <Button variant="primary" onClick={() => void actions.resolve(report.id)}>
            Resolve
          </Button>
        )}
        {message && (
          <Button variant="secondary" onClick={() => actions.openDialog('remove', message.id)}>
            Remove message
          </Button>
        )}
        {post && (
          <Button variant="secondary" onClick={() => void actions.keepPost(post.id)}>
            Keep post
          </Button>
        )}
        {thanks && (
          <Button variant="secondary" onClick={() => void actions.removeThanks(thanks)}>
            Remove thank-you
          </Button>
        )}
        {post && (
          <Button variant="secondary" onClick={() => actions.openDialog('remove-post', post.id)}>
            Remove post
          </Button>
        )}
        <Button variant="secondary" onClick={() => actions.openDialog('disable', reported)}>
          Disable {reported}
        </Button>
      </div>
    </li>
  );
}

function ReportedPost({
  post: { title, description, reward, placeName },
}: {
  readonly post: NonNullable<Report['post']>;
}) {
  return (
    <>
      <p dir="auto">
        <b>{title}</b>
      </p>
      {description && <p dir="auto">{description}</p>}
      {reward && <p dir="auto">{reward}</p>}
      {placeName && <p dir="auto">{placeName}</p>}
    </>
  );
}
