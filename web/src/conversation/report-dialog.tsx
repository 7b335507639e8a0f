import { report } from '#contract/routes/safety.ts';
import { REASON_MAX_CHARACTERS } from '#contract/text.ts';
import { useForm } from '../hooks/use-form.ts';
import { Button } from '../parts/button.tsx';
/** Tells the administrators of a person, or of one of their messages, in one's own words. */
import { Dialog } from '../parts/dialog.tsx';
import { Form } from '../parts/form.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { useMailboxState } from '../state/mailbox.ts';
import { useSession } from '../state/session.ts';
import { lengthProblem } from '../text/length.ts';
import dialog from '../parts/dialog.module.css';
import styles from './report-dialog.module.css';

/** Of the newest messages, how many can be chosen. */
const CHOICE = 20;

export function ReportDialog({ peer, onClose }: { peer: string; onClose: () => void }) {
  const session = useSession();
  const rows = useMailboxState((state) => state.conversations[peer]?.rows);
  const messages = (rows ?? [])
    .filter(({ sender, id, deleted }) => sender === peer && id !== undefined && !deleted)
    .slice(-CHOICE)
    .reverse();
  const form = useForm(
    { about: '', reason: '' },
    ({ reason }) => ({ reason: reasonProblem(reason) }),
    ({ about, reason }) =>
      session.call(report, { body: about === '' ? { user: peer, reason } : { message: about, reason } }),
  );
  const about = form.field('about');

  if (form.done) {
    return (
      <Dialog title="Thank you" onClose={onClose}>
        <p role="status">The administrators will look at it. If you don’t want to hear from {peer}, block them.</p>
        <div className={dialog.acts}>
          <Button variant="primary" autoFocus onClick={onClose}>
            Close
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={`Report ${peer}`} onClose={onClose}>
      <Form form={form}>
        {messages.length > 0 && (
          <fieldset className={styles.about}>
            <legend>What is it about?</legend>
            <label>
              <input type="radio" name="about" checked={about.value === ''} onChange={() => about.onValue('')} />
              <span>
                The person <bdi>{peer}</bdi>
              </span>
            </label>
            {messages.map(({ id = '', body }) => (
              <label key={id}>
                <input type="radio" name="about" checked={about.value === id} onChange={() => about.onValue(id)} />
                <q dir="auto">{body}</q>
              </label>
            ))}
          </fieldset>
        )}
        <TextArea
          label="What is wrong?"
          hint="The administrators read this and what you report. Nobody else does."
          {...form.field('reason')}
        />
        <div className={dialog.acts}>
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

function reasonProblem(reason: string): string | undefined {
  if (reason.trim() === '') return 'Say in a few words what is wrong.';
  return lengthProblem(reason, REASON_MAX_CHARACTERS);
}
