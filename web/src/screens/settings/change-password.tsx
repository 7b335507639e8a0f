/** Changes the password of a person who knows the current one. */
import { useState } from 'react';
import { useForm } from '../../hooks/use-form.ts';
import { Alert } from '../../parts/alert.tsx';
import { Button } from '../../parts/button.tsx';
import { CodeField } from '../../parts/code-field.tsx';
import { Field } from '../../parts/field.tsx';
import { Form } from '../../parts/form.tsx';
import { Pane } from '../../parts/pane.tsx';
import { useMyProfile } from '../../state/my-profile.ts';
import { useSession } from '../../state/session.ts';
import { appCodeProblem, newPasswordProblem, passwordHint } from '../../text/credentials.ts';
import { asPasswordProblem } from '../../text/explain.ts';
import { settings } from '../../words/settings.ts';
import pane from '../../parts/pane.module.css';

export function ChangePassword() {
  /** Each change brings a new, empty form. */
  const [changes, setChanges] = useState(0);
  return (
    <Pane title={settings.password} area="settings" lead={settings.newPasswordMeans}>
      {changes > 0 && <Alert tone="success">{settings.passwordChanged}</Alert>}
      <PasswordForm key={changes} onChanged={() => setChanges(changes + 1)} />
    </Pane>
  );
}

function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const session = useSession();
  const { profile } = useMyProfile();
  const form = useForm(
    { password: '', newPassword: '', code: '' },
    ({ password, newPassword, code }) => ({
      password: password === '' ? settings.currentPasswordMissing : undefined,
      newPassword:
        newPassword !== '' && newPassword === password
          ? settings.samePassword
          : newPasswordProblem(newPassword, { username: session.username ?? '' }),
      code: profile?.twoStep ? appCodeProblem(code) : undefined,
    }),
    async ({ code, ...values }) => {
      await session.changePassword({ ...values, ...(profile?.twoStep && { code }) }).catch((reason: unknown) => {
        throw asPasswordProblem(reason);
      });
      onChanged();
    },
  );

  return (
    <Form form={form}>
      {/* Password managers save the new password under this name. */}
      <input type="text" autoComplete="username" value={session.username ?? ''} readOnly hidden />
      <Field
        label={settings.currentPassword}
        type="password"
        autoComplete="current-password"
        {...form.field('password')}
      />
      <Field
        label={settings.newPassword}
        type="password"
        hint={passwordHint()}
        autoComplete="new-password"
        {...form.field('newPassword')}
      />
      {profile?.twoStep && <CodeField {...form.field('code')} />}
      <div className={pane.actions}>
        <Button type="submit" variant="primary" busy={form.busy}>
          {form.busy ? settings.changing : settings.changePassword}
        </Button>
      </div>
    </Form>
  );
}
