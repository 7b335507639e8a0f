/** Reports a person, or one of their messages, to the administrators. */
import { report } from '#contract/routes/safety.ts';
import { REASON_MAX_CHARACTERS, cleanText, isBlank } from '#contract/text.ts';
import { useForm } from '../hooks/use-form.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Form } from '../parts/form.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { useMailboxState } from '../state/mailbox.ts';
import { useName } from '../state/profiles.ts';
import { useSession } from '../state/session.ts';
import { lengthProblem } from '../text/length.ts';
import dialog from '../parts/dialog.module.css';
import styles from './report-dialog.module.css';

/** How many of the newest messages are offered. */
const MAX_MESSAGES = 20;

export function ReportDialog({ peer, onClose }: { peer: string; onClose: () => void }) {
  const session = useSession();
  const name = useName(peer);
  const rows = useMailboxState((state) => state.conversations[peer]?.rows);
  const messages = (rows ?? [])
    .filter(({ sender, id, deleted }) => sender === peer && id !== undefined && !deleted)
    .slice(-MAX_MESSAGES)
    .reverse();
  const form = useForm(
    { message: '', reason: '' },
    ({ reason }) => ({ reason: reasonProblem(reason) }),
    ({ message, reason }) =>
      session.call(report, {
        body: { ...(message === '' ? { user: peer } : { message }), reason: cleanText(reason) },
      }),
  );
  /** The id of a message, or empty for the person. */
  const message = form.field('message');

  if (form.done) {
    return (
      <Dialog title="Thank you" onClose={onClose}>
        <p role="status">
          An administrator will review your report. If you don’t want to hear from <bdi>{name}</bdi>, you can block
          them.
        </p>
        <div className={dialog.actions}>
          <Button variant="primary" autoFocus onClick={onClose}>
            Close
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={`Report ${name}`} onClose={onClose}>
      <Form form={form}>
        {messages.length > 0 && (
          <fieldset className={styles.subject}>
            <legend>What is this about?</legend>
            <label>
              <input type="radio" name="message" checked={message.value === ''} onChange={() => message.onValue('')} />
              <span>
                <bdi>{name}</bdi> in general
              </span>
            </label>
            {messages.map(({ id = '', body }) => (
              <label key={id}>
                <input
                  type="radio"
                  name="message"
                  checked={message.value === id}
                  onChange={() => message.onValue(id)}
                />
                <q dir="auto">{body}</q>
              </label>
            ))}
          </fieldset>
        )}
        <TextArea
          label="What’s wrong?"
          hint="Only administrators see your report and what it is about."
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

function reasonProblem(reason: string): string | undefined {
  if (isBlank(reason)) return 'Describe what’s wrong in a few words.';
  return lengthProblem(reason, REASON_MAX_CHARACTERS);
}
