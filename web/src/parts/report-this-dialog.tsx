/** Reports one thing that a person has written to the administrators. */
import type { Given } from '#contract/route.ts';
import { report } from '#contract/routes/safety.ts';
import { useForm } from '../hooks/use-form.ts';
import { useFormDraft } from '../state/form-draft.ts';
import { useSession } from '../state/session.ts';
import { reportChoices, reportProblem, reportReason } from '../text/report-reasons.ts';
import { parts } from '../words/parts.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Form } from './form.tsx';
import { Select } from './select.tsx';
import { TextArea } from './text-area.tsx';
import dialog from './dialog.module.css';

interface ReportThisDialogProps {
  readonly title: string;
  /** What is reported, as its reader sees it. */
  readonly quoted: string;
  readonly subject: Pick<Given<typeof report>['body'], 'post' | 'thanks'>;
  /** Who sees what. */
  readonly hint: string;
  /** What happens next, shown once it is reported. */
  readonly outcome: string;
  readonly onClose: () => void;
}

export function ReportThisDialog({ title, quoted, subject, hint, outcome, onClose }: ReportThisDialogProps) {
  const session = useSession();
  const form = useForm(
    { kind: '', reason: '' },
    ({ kind, reason }) => ({ reason: reportProblem(kind, reason) }),
    ({ kind, reason }) => session.call(report, { body: { ...subject, ...reportReason(kind, reason) } }),
    useFormDraft(`/report/${subject.post ?? `${subject.thanks?.post}/${subject.thanks?.helper}`}`),
  );
  const cancel = (): void => {
    form.forget();
    onClose();
  };
  const kind = form.field('kind');

  if (form.done)
    return (
      <Dialog title={parts.thankYou} onClose={onClose}>
        <p role="status">{parts.reported(outcome)}</p>
        <div className={dialog.actions}>
          <Button variant="primary" autoFocus onClick={onClose}>
            {parts.close}
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={title} onClose={onClose}>
      <Form form={form}>
        <p dir="auto">
          <b>{quoted}</b>
        </p>
        <Select label={parts.reason} options={reportChoices()} value={kind.value} onChange={kind.onValue} />
        <TextArea label={parts.whatsWrong} hint={hint} {...form.field('reason')} />
        <div className={dialog.actions}>
          <Button variant="secondary" onClick={cancel}>
            {parts.cancel}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {form.busy ? parts.sending : parts.report}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
