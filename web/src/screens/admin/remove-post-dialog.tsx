/** Asks why a post is removed, which its owner is shown, and removes it. */
import { removePost } from '#contract/routes/admin.ts';
import { REASON_MAX_CHARACTERS } from '#contract/text.ts';
import { useForm } from '../../hooks/use-form.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Form } from '../../parts/form.tsx';
import { TextArea } from '../../parts/text-area.tsx';
import { useSession } from '../../state/session.ts';
import { lengthProblem } from '../../text/length.ts';
import { admin } from '../../words/admin.ts';
import dialog from '../../parts/dialog.module.css';

interface RemovePostDialogProps {
  readonly id: string;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}

export function RemovePostDialog({ id, onRemoved, onClose }: RemovePostDialogProps) {
  const session = useSession();
  const form = useForm(
    { reason: '' },
    ({ reason }) => ({ reason: reasonProblem(reason) }),
    async ({ reason }) => {
      await session.call(removePost, { parameters: { id }, body: { reason } });
      onRemoved();
      onClose();
    },
  );
  return (
    <Dialog title={admin.removePostQuestion} onClose={onClose}>
      <p>{admin.removePostMeans}</p>
      <Form form={form}>
        <TextArea label={admin.why} hint={admin.whyHint} {...form.field('reason')} />
        <div className={dialog.actions}>
          <Button variant="secondary" onClick={onClose}>
            {admin.cancel}
          </Button>
          <Button variant="danger" type="submit" busy={form.busy}>
            {admin.remove}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

function reasonProblem(reason: string): string | undefined {
  if (reason.trim() === '') return admin.sayWhy;
  return lengthProblem(reason, REASON_MAX_CHARACTERS);
}
