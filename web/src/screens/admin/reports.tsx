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
import { Sentence } from '../../parts/sentence.tsx';
import { useSession } from '../../state/session.ts';
import { sentAPicture } from '../../text/attachments.ts';
import { fullDateOf } from '../../text/dates.ts';
import { explain } from '../../text/explain.ts';
import { reportKinds } from '../../text/report-reasons.ts';
import { admin } from '../../words/admin.ts';
import { DisableDialog } from './disable-dialog.tsx';
import { RemovePostDialog } from './remove-post-dialog.tsx';
import { ReportedFiles } from './reported-files.tsx';
import { ReportedTexts } from './reported-texts.tsx';
import pane from '../../parts/pane.module.css';
import styles from './reports.module.css';

const statuses = () => ({ open: admin.open, resolved: admin.resolved });

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
  const [status, setStatus] = useState<keyof ReturnType<typeof statuses>>('open');
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
        admin.isResolved,
      ),
    keepPost: (id) => attempt(session.call(keepPost, { parameters: { id } }), admin.postIsKept),
    removeThanks: ({ post, helper }) =>
      attempt(session.call(removeThanks, { parameters: { id: post, username: helper } }), admin.thanksAreRemoved),
    openDialog: (kind, subject) => setDialog({ kind, subject }),
  };
  const remove = async (id: string): Promise<void> => {
    await session.call(removeMessage, { parameters: { id } });
    setOutcome({ tone: 'success', text: admin.messageIsRemoved });
  };

  return (
    <Pane title={admin.reports} area="admin" wide>
      <SegmentedControl label={admin.filterReports} options={statuses()} value={status} onChange={setStatus} />
      {outcome && <Alert tone={outcome.tone}>{outcome.text}</Alert>}
      <PagedList
        label={admin.reports}
        pages={pages}
        emptyTitle={status === 'open' ? admin.noOpenReports : admin.noResolvedReports}
      >
        {pages.items.map((report) => (
          <ReportRow key={report.id} report={report} actions={actions} />
        ))}
      </PagedList>
      {dialog?.kind === 'disable' && (
        <DisableDialog
          username={dialog.subject}
          onDisabled={() => setOutcome({ tone: 'success', text: admin.isDisabled(dialog.subject) })}
          onClose={closeDialog}
        />
      )}
      {dialog?.kind === 'remove-post' && (
        <RemovePostDialog
          id={dialog.subject}
          onRemoved={() => setOutcome({ tone: 'success', text: admin.postIsRemoved })}
          onClose={closeDialog}
        />
      )}
      {dialog?.kind === 'remove' && (
        <ConfirmDialog
          title={admin.removeMessageQuestion}
          confirmLabel={admin.remove}
          onConfirm={() => remove(dialog.subject)}
          onClose={closeDialog}
        >
          {admin.removeMessageMeans}
        </ConfirmDialog>
      )}
    </Pane>
  );
}

interface ReportRowProps {
  readonly report: Report;
  readonly actions: ReportActions;
}

/** Says who reported what, and whose it is. */
const headline = ({ message, post, thanks }: Report) => {
  if (message) return admin.reportedMessage;
  if (post) return admin.reportedPost;
  return thanks ? admin.reportedThanks : admin.reportedPerson;
};

function ReportRow({ report, actions }: ReportRowProps) {
  const { at, reporter, kind, reason, message, user, post, thanks, status, resolvedBy } = report;
  const reported = message?.sender ?? user?.username ?? post?.owner ?? thanks?.giver ?? '';
  return (
    <li className={styles.report}>
      <p className={styles.header}>
        <span>
          <Sentence of={headline(report)(<b>{reporter}</b>, <b>{reported}</b>)} />
        </span>
        {status === 'resolved' && (
          <Badge tone="success">
            {resolvedBy === undefined ? admin.resolvedByAdministrator : admin.resolvedBy(resolvedBy)}
          </Badge>
        )}
        <time dateTime={at}>{fullDateOf(new Date(at))}</time>
      </p>
      {kind && (
        <p>
          <b>{reportKinds()[kind]}</b>
        </p>
      )}
      {reason !== '' && <p dir="auto">{reason}</p>}
      <blockquote className={styles.quote}>
        {message && <p dir="auto">{message.body === '' ? sentAPicture() : message.body}</p>}
        {message && <ReportedTexts message={message} />}
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
          <ReportedFiles report={report} about={admin.reportedOn(reported, fullDateOf(new Date(at)))} />
        )}
        <footer>
          {message && `${message.sender}, ${fullDateOf(new Date(message.timestamp))}`}
          {user && admin.profileAtThatTime}
          {post && admin.postAtThatTime(post.owner, post.status)}
          {thanks && admin.thanksAtThatTime(thanks.giver, thanks.helper)}
        </footer>
      </blockquote>
      <div className={pane.actions}>
        {status === 'open' && (
          <Button variant="primary" onClick={() => void actions.resolve(report.id)}>
            {admin.resolve}
          </Button>
        )}
        {message && (
          <Button variant="secondary" onClick={() => actions.openDialog('remove', message.id)}>
            {admin.removeMessage}
          </Button>
        )}
        {post && (
          <Button variant="secondary" onClick={() => void actions.keepPost(post.id)}>
            {admin.keepPost}
          </Button>
        )}
        {thanks && (
          <Button variant="secondary" onClick={() => void actions.removeThanks(thanks)}>
            {admin.removeThanks}
          </Button>
        )}
        {post && (
          <Button variant="secondary" onClick={() => actions.openDialog('remove-post', post.id)}>
            {admin.removePost}
          </Button>
        )}
        <Button variant="secondary" onClick={() => actions.openDialog('disable', reported)}>
          {admin.disablePerson(reported)}
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
