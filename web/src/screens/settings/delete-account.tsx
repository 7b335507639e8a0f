/** Deletes the account of the person who is signed in. */
import { Link } from 'wouter';
import { useForm } from '../../hooks/use-form.ts';
import { Button } from '../../parts/button.tsx';
import { CodeField } from '../../parts/code-field.tsx';
import { Field } from '../../parts/field.tsx';
import { Form } from '../../parts/form.tsx';
import { Pane } from '../../parts/pane.tsx';
import { selectionPath } from '../../paths.ts';
import { useEndSession } from '../../state/end-session.ts';
import { useMyProfile } from '../../state/my-profile.ts';
import { useSession } from '../../state/session.ts';
import { appCodeProblem } from '../../text/credentials.ts';
import { asPasswordProblem } from '../../text/explain.ts';
import pane from '../../parts/pane.module.css';

export function DeleteAccount() {
  const session = useSession();
  const endSession = useEndSession();
  const { profile } = useMyProfile();
  const form = useForm(
    { password: '', code: '' },
    ({ password, code }) => ({
      password: password === '' ? 'Enter your password to confirm.' : undefined,
      code: profile?.twoStep ? appCodeProblem(code) : undefined,
    }),
    ({ password, code }) =>
      endSession(() => session.deleteAccount({ password, ...(profile?.twoStep && { code }) })).catch(
        (reason: unknown) => {
          throw asPasswordProblem(reason);
        },
      ),
  );

  return (
    <Pane title="Delete account" area="settings" lead="This can’t be undone.">
      <ul className={pane.points}>
        <li>Your profile, your email address and your list of conversations are erased.</li>
        <li>People you wrote to keep your messages, shown as from “Deleted user”.</li>
        <li>
          Nobody, not even you, can ever sign up as <b>{session.username}</b> again.
        </li>
      </ul>
      <p className={pane.lead}>
        Want a copy of your data? <Link href={selectionPath('settings', 'export')}>Download it</Link> first.
      </p>
      <Form form={form}>
        <input type="text" autoComplete="username" value={session.username ?? ''} readOnly hidden />
        <Field label="Password" type="password" autoComplete="current-password" {...form.field('password')} />
        {profile?.twoStep && <CodeField {...form.field('code')} />}
        <div className={pane.actions}>
          <Button type="submit" variant="danger" busy={form.busy}>
            {form.busy ? 'Deleting…' : 'Delete my account'}
          </Button>
        </div>
      </Form>
    </Pane>
  );
}
