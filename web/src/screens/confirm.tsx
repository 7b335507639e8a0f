/** The code from the mail shows that the address is mine. */
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { Entry, FormNotice } from '../parts/entry.tsx';
import { Field } from '../parts/field.tsx';
import button from '../parts/button.module.css';
import { useForm } from '../state/form.ts';
import { takePassword } from '../state/fresh-password.ts';
import { useSession } from '../state/session.ts';
import { codeProblem, userNameProblem } from '../text/credentials.ts';
import { explain } from '../text/explain.ts';

/** Milliseconds until another mail can be asked for: the first one takes a moment to arrive. */
const RESEND_PAUSE = 30_000;

export function Confirm() {
  const session = useSession();
  const [, navigate] = useLocation();
  const given = new URLSearchParams(useSearch()).get('username') ?? '';

  const form = useForm(
    { username: given, code: '' },
    ({ username, code }) => ({ username: userNameProblem(username), code: codeProblem(code) }),
    async ({ username, code }) => {
      await session.confirm({ username, code });
      const password = takePassword(username);
      const signedIn = password !== undefined && (await session.signIn({ username, password }).then(() => true, () => false));
      if (!signedIn) navigate(`/sign-in?confirmed=${encodeURIComponent(username)}`);
    },
  );
  const username = form.field('username');
  const code = form.field('code');

  return (
    <Entry title="Check your mail" lead={<>We sent a code of six digits to the address {given ? <b>{given}</b> : 'you'} signed up with.</>}>
      <form ref={form.ref} onSubmit={form.submit} noValidate>
        {form.problem && <FormNotice tone="problem">{form.problem}</FormNotice>}
        {given === '' && (
          <Field label="User name" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus {...username} />
        )}
        <Field
          label="Code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus={given !== ''}
          {...code}
          onValue={(value) => code.onValue(value.replaceAll(/\D/g, '').slice(0, 6))}
        />
        <button type="submit" className={`${button.primary} ${button.wide}`} aria-disabled={form.busy}>
          {form.busy ? 'Confirming…' : 'Confirm'}
        </button>
      </form>
      <Resend username={username.value} />
      <p>
        <Link href="/sign-in">Back to sign in</Link>
      </p>
    </Entry>
  );
}

function Resend({ username }: { username: string }) {
  const session = useSession();
  const [state, setState] = useState<'ready' | 'pausing'>('ready');
  const [problem, setProblem] = useState<string>();

  const resend = async (): Promise<void> => {
    setProblem(undefined);
    setState('pausing');
    try {
      await session.resendCode({ username });
      setTimeout(() => setState('ready'), RESEND_PAUSE);
    } catch (reason) {
      setProblem(explain(reason).detail);
      setState('ready');
    }
  };

  if (userNameProblem(username)) return null;
  return (
    <div>
      {problem && <FormNotice tone="problem">{problem}</FormNotice>}
      {state === 'pausing' ? (
        <p role="status">Another mail is on its way. Look among the junk mail too.</p>
      ) : (
        <p>
          No mail?{' '}
          <button type="button" className={button.link} onClick={() => void resend()}>
            Send another code
          </button>
        </p>
      )}
    </div>
  );
}
