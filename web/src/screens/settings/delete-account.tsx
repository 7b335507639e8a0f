/** Deletes the account of the person who is signed in. */
import { Link } from 'wouter';
import { useForm } from '../../hooks/use-form.ts';
import { Button } from '../../parts/button.tsx';
import { CodeField } from '../../parts/code-field.tsx';
import { Field } from '../../parts/field.tsx';
import { Form } from '../../parts/form.tsx';
import { Pane } from '../../parts/pane.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import { selectionPath } from '../../paths.ts';
import { useEndSession } from '../../state/end-session.ts';
import { useMyProfile } from '../../state/my-profile.ts';
import { useSession } from '../../state/session.ts';
import { appCodeProblem } from '../../text/credentials.ts';
import { asPasswordProblem } from '../../text/explain.ts';
import { settings } from '../../words/settings.ts';
import pane from '../../parts/pane.module.css';

export function DeleteAccount() {
  const session = useSession();
  const endSession = useEndSession();
  const { profile } = useMyProfile();
  const form = useForm(
    { password: '', code: '' },
    ({ password, code }) => ({
      password: password === '' ? settings.passwordMissing : undefined,
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
    <Pane title={settings.deleteAccount} area="settings" lead={settings.deletionIsFinal}>
      <ul className={pane.points}>
        <li>{settings.deletionErases}</li>
        <li>{settings.deletionKeeps}</li>
        <li>
          <Sentence of={settings.nameIsGone(<b>{session.username}</b>)} />
        </li>
      </ul>
      <p className={pane.lead}>
        <Sentence
          of={settings.wantACopy(<Link href={selectionPath('settings', 'export')}>{settings.downloadIt}</Link>)}
        />
      </p>
      <Form form={form}>
        <input type="text" autoComplete="username" value={session.username ?? ''} readOnly hidden />
        <Field label={settings.password} type="password" autoComplete="current-password" {...form.field('password')} />
        {profile?.twoStep && <CodeField {...form.field('code')} />}
        <div className={pane.actions}>
          <Button type="submit" variant="danger" busy={form.busy}>
            {form.busy ? settings.deleting : settings.deleteMyAccount}
          </Button>
        </div>
      </Form>
    </Pane>
  );
}
