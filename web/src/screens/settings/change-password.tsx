import { useState } from 'react';
import { useForm } from '../../hooks/use-form.ts';
import { Alert } from '../../parts/alert.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Form } from '../../parts/form.tsx';
import { Pane } from '../../parts/pane.tsx';
/** A new password, for those who know the old one. */
import { paths } from '../../paths.ts';
import { useSession } from '../../state/session.ts';
import { PASSWORD_HINT, newPasswordProblem } from '../../text/credentials.ts';
import { atPassword } from '../../text/explain.ts';
import pane from '../../parts/pane.module.css';

export function ChangePassword() {
  // A form that was sent gives way to an empty one.
  const [changes, setChanges] = useState(0);
  return (
    <Pane title="Password" back={paths.settings} lead="Every other session ends. Here you stay signed in.">
      {changes > 0 && <Alert tone="success">Your password is changed. You are signed out everywhere else.</Alert>}
      <PasswordForm key={changes} onChanged={() => setChanges(changes + 1)} />
    </Pane>
  );
}

function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const session = useSession();
  const form = useForm(
    { password: '', newPassword: '' },
    ({ password, newPassword }) => ({
      password: password === '' ? 'Enter your present password.' : undefined,
      newPassword:
        newPassword !== '' && newPassword === password
          ? 'Choose one that is not the present one.'
          : newPasswordProblem(newPassword),
    }),
    async (values) => {
      await session.changePassword(values).catch((reason: unknown) => {
        throw atPassword(reason);
      });
      onChanged();
    },
  );

  return (
    <Form form={form}>
      {/* For password managers, which save the new password under this name. */}
      <input type="text" autoComplete="username" value={session.username ?? ''} readOnly hidden />
      <Field label="Present password" type="password" autoComplete="current-password" {...form.field('password')} />
      <Field
        label="New password"
        type="password"
        hint={PASSWORD_HINT}
        autoComplete="new-password"
        {...form.field('newPassword')}
      />
      <div className={pane.acts}>
        <Button type="submit" variant="primary" busy={form.busy}>
          {form.busy ? 'Changing…' : 'Change password'}
        </Button>
      </div>
    </Form>
  );
}
