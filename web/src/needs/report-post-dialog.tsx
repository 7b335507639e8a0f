/** Reports a post to the administrators. */
import type { Post } from '#contract/posts.ts';
import { report } from '#contract/routes/safety.ts';
import { useForm } from '../hooks/use-form.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Form } from '../parts/form.tsx';
import { Select } from '../parts/select.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { useSession } from '../state/session.ts';
import { REPORT_KINDS, reportProblem, reportWords } from '../text/report-reasons.ts';
import dialog from '../parts/dialog.module.css';

interface ReportPostDialogProps {
  readonly post: Pick<Post, 'id' | 'title'>;
  readonly onClose: () => void;
}

export function ReportPostDialog({ post, onClose }: ReportPostDialogProps) {
  const session = useSession();
  const form = useForm(
    { kind: '', reason: '' },
    ({ kind, reason }) => ({ reason: reportProblem(kind, reason) }),
    ({ kind, reason }) => session.call(report, { body: { post: post.id, reason: reportWords(kind, reason) } }),
  );
  const kind = form.field('kind');

  if (form.done)
    return (
      <Dialog title="Thank you" onClose={onClose}>
        <p role="status">
          You help to keep this a good place. An administrator looks at the post, and its owner doesn’t learn who
          reported it.
        </p>
        <div className={dialog.actions}>
          <Button variant="primary" autoFocus onClick={onClose}>
            Close
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title="Report this post" onClose={onClose}>
      <Form form={form}>
        <p dir="auto">
          <b>{post.title}</b>
        </p>
        <Select label="Reason" options={REPORT_KINDS} value={kind.value} onChange={kind.onValue} />
        <TextArea
          label="What’s wrong?"
          hint="Only administrators see your report and the post as it is now."
          {...form.field('reason')}
        />
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
