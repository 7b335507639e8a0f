/** Reports a person, or one of their messages, to the administrators. */
import { useRef, useState } from 'react';
import { report as reportRoute } from '#contract/routes/safety.ts';
import { useForm } from '../hooks/use-form.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Form } from '../parts/form.tsx';
import { Select } from '../parts/select.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { useBlocks, useIsBlocked } from '../state/blocks.ts';
import { useFormDraft } from '../state/form-draft.ts';
import { useMailboxState } from '../state/mailbox.ts';
import { useName } from '../state/profiles.ts';
import { useSession } from '../state/session.ts';
import { attachmentsText } from '../text/attachments.ts';
import { reportChoices, reportProblem, reportReason } from '../text/report-reasons.ts';
import { report } from '../words/report.ts';
import type { SentRow } from './composer-target.ts';
import dialog from '../parts/dialog.module.css';
import styles from './report-dialog.module.css';

/** How many of the newest messages are offered. */
const MAX_MESSAGES = 20;

export interface ReportProps {
  readonly peer: string;
  /** The message to report, for somebody who has it before them. Without it, recent ones are offered. */
  readonly about?: SentRow;
  readonly onClose: () => void;
}

export function ReportDialog({ peer, about, onClose }: ReportProps) {
  const session = useSession();
  const name = useName(peer);
  const { block } = useBlocks();
  const isBlocked = useIsBlocked(peer);
  const [alsoBlock, setAlsoBlock] = useState(false);
  const isReported = useRef(false);
  const rows = useMailboxState((state) => state.conversations[peer]?.rows);
  const messages = (rows ?? [])
    .filter(({ sender, id, deleted }) => sender === peer && id !== undefined && !deleted)
    .slice(-MAX_MESSAGES)
    .reverse();
  /** One that was chosen before may not be here any more. */
  const isOffered = (id: string): boolean => id === about?.id || messages.some((row) => row.id === id);
  const form = useForm(
    { message: about?.id ?? '', kind: '', reason: '' },
    ({ kind, reason }) => ({ reason: reportProblem(kind, reason) }),
    async ({ message: chosen, kind, reason }) => {
      const message = isOffered(chosen) ? chosen : '';
      const body = { ...(message === '' ? { user: peer } : { message }), ...reportReason(kind, reason) };
      // A block that failed is tried again without a second report.
      if (!isReported.current) await session.call(reportRoute, { body });
      isReported.current = true;
      if (alsoBlock) await block(peer);
    },
    useFormDraft(`/report/${about?.id ?? peer}`),
  );
  const cancel = (): void => {
    form.forget();
    onClose();
  };
  /** The id of a message, or empty for the person. */
  const message = form.field('message');
  const kind = form.field('kind');

  if (form.done) {
    return (
      <Dialog title={report.thankYou} onClose={onClose}>
        <p role="status">
          {report.reviewed}{' '}
          <Sentence of={(isBlocked || alsoBlock ? report.youBlocked : report.youCanBlock)(<bdi>{name}</bdi>)} />
        </p>
        <div className={dialog.actions}>
          <Button variant="primary" autoFocus onClick={onClose}>
            {report.close}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={about ? report.reportMessageFrom(name) : report.reportPerson(name)} onClose={onClose}>
      <Form form={form}>
        {about && (
          <blockquote className={styles.about} dir="auto">
            {about.body === '' ? attachmentsText(about.attachments ?? []) : about.body}
          </blockquote>
        )}
        {!about && messages.length > 0 && (
          <fieldset className={styles.subject}>
            <legend>{report.whatAbout}</legend>
            <label>
              <input
                type="radio"
                name="message"
                checked={!isOffered(message.value)}
                onChange={() => message.onValue('')}
              />
              <span>
                <Sentence of={report.inGeneral(<bdi>{name}</bdi>)} />
              </span>
            </label>
            {messages.map(({ id = '', body, attachments }) => (
              <label key={id}>
                <input
                  type="radio"
                  name="message"
                  checked={message.value === id}
                  onChange={() => message.onValue(id)}
                />
                <q dir="auto">{body === '' ? attachmentsText(attachments ?? []) : body}</q>
              </label>
            ))}
          </fieldset>
        )}
        <Select label={report.reason} options={reportChoices()} value={kind.value} onChange={kind.onValue} />
        <TextArea label={report.whatsWrong} hint={report.whoSeesIt} {...form.field('reason')} />
        {!isBlocked && (
          <label className={styles.block}>
            <input type="checkbox" checked={alsoBlock} onChange={(event) => setAlsoBlock(event.target.checked)} />
            <span>
              <Sentence of={report.alsoBlock(<bdi>{name}</bdi>)} />
            </span>
          </label>
        )}
        <div className={dialog.actions}>
          <Button variant="secondary" onClick={cancel}>
            {report.cancel}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {form.busy ? report.sending : report.report}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
