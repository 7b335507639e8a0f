/** Two-step sign-in: turned on with an authenticator app, and off with a code of it. */
import { useState } from 'react';
import { startTwoStep, turnOffTwoStep } from '#contract/routes/two-step.ts';
import { getMe } from '#contract/routes/users.ts';
import { useForm } from '../../hooks/use-form.ts';
import { Alert } from '../../parts/alert.tsx';
import { Button } from '../../parts/button.tsx';
import { CodeField } from '../../parts/code-field.tsx';
import { Field } from '../../parts/field.tsx';
import { Form } from '../../parts/form.tsx';
import { Pane } from '../../parts/pane.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import { useMyProfile } from '../../state/my-profile.ts';
import { useSession } from '../../state/session.ts';
import { appCodeProblem } from '../../text/credentials.ts';
import { asPasswordProblem, explain } from '../../text/explain.ts';
import { settings } from '../../words/settings.ts';
import pane from '../../parts/pane.module.css';

export function TwoStep() {
  const session = useSession();
  const { profile, set } = useMyProfile();
  const [outcome, setOutcome] = useState<string>();
  if (!profile) return null;
  const changed = async (text: string): Promise<void> => {
    set(await session.call(getMe, {}));
    setOutcome(text);
  };

  return (
    <Pane title={settings.twoStepSignIn} area="settings" lead={settings.twoStepLead}>
      {outcome !== undefined && <Alert tone="success">{outcome}</Alert>}
      {profile.administrator && !profile.twoStep && <p className={pane.lead}>{settings.twoStepNeeded}</p>}
      {profile.twoStep ? <TurnOff onDone={() => changed(settings.twoStepOff)} /> : <TurnOn />}
    </Pane>
  );
}

interface StepProps {
  readonly onDone: () => Promise<void>;
}

/** Every code and password that is entered: the fields of both forms. */
const problems = ({ password, code }: { readonly password: string; readonly code: string }) => ({
  password: password === '' ? settings.passwordMissing : undefined,
  code: appCodeProblem(code),
});

function TurnOn() {
  const session = useSession();
  const [secret, setSecret] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const start = async (): Promise<void> => {
    try {
      setSecret((await session.call(startTwoStep, {})).secret);
    } catch (reason) {
      setProblem(explain(reason).detail);
    }
  };
  if (secret !== undefined) return <Setup secret={secret} />;
  return (
    <>
      {problem !== undefined && <Alert tone="error">{problem}</Alert>}
      <div className={pane.actions}>
        <Button variant="primary" onClick={() => void start()}>
          {settings.setUp}
        </Button>
      </div>
    </>
  );
}

/** Apps know an account by this address, on the phone itself by a tap. */
const appAddress = (username: string, secret: string): string =>
  `otpauth://totp/${encodeURIComponent(`message center:${username}`)}?secret=${secret}&issuer=message%20center`;

/** Ends the session when it is done: the person signs in again and comes back to this pane, which says it is on. */
function Setup({ secret }: { readonly secret: string }) {
  const session = useSession();
  const form = useForm({ password: '', code: '' }, problems, async (values) => {
    await session.turnOnTwoStep(values).catch((reason: unknown) => {
      throw asPasswordProblem(reason);
    });
  });
  return (
    <>
      <ol className={pane.points}>
        <li>
          <Sentence
            of={settings.addThisKey(<a href={appAddress(session.username ?? '', secret)}>{settings.openApp}</a>)}
          />
          <br />
          <code translate="no">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
        </li>
        <li>{settings.keepKey}</li>
        <li>{settings.proveYourself}</li>
        <li>{settings.turnOnMeans}</li>
      </ol>
      <Form form={form}>
        <input type="text" autoComplete="username" value={session.username ?? ''} readOnly hidden />
        <Field label={settings.password} type="password" autoComplete="current-password" {...form.field('password')} />
        <CodeField {...form.field('code')} />
        <div className={pane.actions}>
          <Button type="submit" variant="primary" busy={form.busy}>
            {form.busy ? settings.turningOn : settings.turnOn}
          </Button>
        </div>
      </Form>
    </>
  );
}

function TurnOff({ onDone }: StepProps) {
  const session = useSession();
  const form = useForm({ password: '', code: '' }, problems, async (body) => {
    await session.call(turnOffTwoStep, { body }).catch((reason: unknown) => {
      throw asPasswordProblem(reason);
    });
    await onDone();
  });
  return (
    <Form form={form}>
      <p className={pane.lead}>{settings.twoStepOn}</p>
      <input type="text" autoComplete="username" value={session.username ?? ''} readOnly hidden />
      <Field label={settings.password} type="password" autoComplete="current-password" {...form.field('password')} />
      <CodeField {...form.field('code')} />
      <div className={pane.actions}>
        <Button type="submit" variant="danger" busy={form.busy}>
          {form.busy ? settings.turningOff : settings.turnOff}
        </Button>
      </div>
    </Form>
  );
}
