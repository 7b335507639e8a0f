/**
 * Creates an account from a name, which suggests the username, an email address and a password. A code to confirm the
 * address comes by email.
 */
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { cleanText } from '#contract/text.ts';
import { useForm } from '../hooks/use-form.ts';
import { AuthLayout } from '../parts/auth-layout.tsx';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { paths, withQuery } from '../paths.ts';
import { type FreshSignUp, freshSignUp, rememberSignUp } from '../state/fresh-sign-up.ts';
import { useSession } from '../state/session.ts';
import {
  USER_NAME_HINT,
  displayNameProblem,
  emailProblem,
  newPasswordProblem,
  newUserNameProblem,
  passwordHint,
} from '../text/credentials.ts';
import { FieldProblem, isRefusal } from '../text/explain.ts';
import { meantAddress, suggestedUserName } from '../text/mistyped.ts';

export function SignUp() {
  const session = useSession();
  const [, navigate] = useLocation();

  const [before] = useState(freshSignUp);
  const form = useForm(
    {
      displayName: before?.displayName ?? '',
      username: before?.username ?? '',
      email: before?.email ?? '',
      password: before?.password ?? '',
    },
    ({ displayName, username: typed, email, password }) => {
      const username = typed.trim();
      return {
        displayName: displayName.trim() === '' ? undefined : displayNameProblem(displayName),
        username: newUserNameProblem(username),
        email: emailProblem(email),
        password: newPasswordProblem(password, { username, email }),
      };
    },
    async ({ displayName: name, username: typed, email, password }) => {
      const username = typed.trim();
      await session.signUp({ username, email: email.trim(), password }).catch(refuseAgain(before, username));
      const displayName = cleanText(name);
      rememberSignUp({ username, email: email.trim(), password, ...(displayName !== '' && { displayName }) });
      navigate(withQuery(paths.confirm, { username }));
    },
  );
  const displayName = form.field('displayName');
  const username = form.field('username');
  const email = form.field('email');
  const password = form.field('password');
  // Until one is written, the name makes one.
  const suggestedName = suggestedUserName(username.value === '' ? displayName.value.trim() : username.value);
  const meant = meantAddress(email.value);

  return (
    <AuthLayout title="Create your account" lead="People find you by your names. Your email address stays private.">
      <Form form={form}>
        <Field
          label="Your name (optional)"
          hint="Shown with your username. You can change it later."
          autoComplete="name"
          dir="auto"
          autoFocus
          {...displayName}
        />
        <Field
          label="Username"
          hint={USER_NAME_HINT}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...username}
          onValue={(value) => username.onValue(value.toLowerCase().trimStart())}
        />
        {suggestedName && <Suggestion text={suggestedName} onTake={() => username.onValue(suggestedName)} />}
        <Field label="Email address" type="email" autoComplete="email" {...email} />
        {meant && <Suggestion text={meant} onTake={() => email.onValue(meant)} />}
        <Field
          label="Password"
          type="password"
          hint={passwordHint(password.value)}
          autoComplete="new-password"
          {...password}
        />
        <Button type="submit" variant="primary" size="wide" busy={form.busy}>
          {form.busy ? 'Creating account…' : 'Create account'}
        </Button>
      </Form>
      <p>
        Already have an account? <Link href={paths.signIn}>Sign in</Link>
      </p>
    </AuthLayout>
  );
}

/** What the field above was probably meant to say. */
function Suggestion({ text, onTake }: { text: string; onTake: () => void }) {
  return (
    <p role="status">
      Did you mean{' '}
      <Button variant="link" onClick={onTake}>
        {text}
      </Button>
      ?
    </p>
  );
}

/** The first address keeps the name, for as long as its code is valid. */
const refuseAgain =
  (before: FreshSignUp | undefined, username: string) =>
  (reason: unknown): never => {
    if (before?.username !== username || !isRefusal(reason, 'name-taken')) throw reason;
    throw new FieldProblem({
      username: 'This name waits for the first address, for a day. Choose another one for the right address.',
    });
  };
