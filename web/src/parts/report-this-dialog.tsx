/** Reports one thing that a person has written to the administrators. */
import type { Given } from '#contract/route.ts';
import { report } from '#contract/routes/safety.ts';
import { useForm } from '../hooks/use-form.ts';
import { useSession } from '../state/session.ts';
import { REPORT_KINDS, reportProblem, reportWords } from '../text/report-reasons.ts';
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
    ({ kind, reason }) => session.call(report, { body: { ...subject, reason: reportWords(kind, reason) } }),
  );
  const kind = form.field('kind');

  if (form.done)
    return (
      <Dialog title="Thank you" onClose={onClose}>
        <p role="status">You help to keep this a good place. {outcome}</p>
        <div className={dialog.actions}>
          <Button variant="primary" autoFocus onClick={onClose}>
            Close
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
        <Select label="Reason" options={REPORT_KINDS} value={kind.value} onChange={kind.onValue} />
        <TextArea label="What’s wrong?" hint={hint} {...form.field('reason')} />
        <div className={dialog.actions}>
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {form.busy ? 'Sending…' : 'Report'}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
