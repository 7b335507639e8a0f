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
import { Sentence } from '../parts/sentence.tsx';
import { paths, withQuery } from '../paths.ts';
import { type FreshSignUp, freshSignUp, rememberSignUp } from '../state/fresh-sign-up.ts';
import { useSession } from '../state/session.ts';
import {
  userNameHint,
  displayNameProblem,
  emailProblem,
  newPasswordProblem,
  newUserNameProblem,
  passwordHint,
} from '../text/credentials.ts';
import { FieldProblem, isRefusal } from '../text/explain.ts';
import { meantAddress, suggestedUserName } from '../text/mistyped.ts';
import { auth } from '../words/auth.ts';

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
    <AuthLayout title={auth.createYourAccount} lead={auth.signUpLead}>
      <Form form={form}>
        <Field
          label={auth.yourNameOptional}
          hint={auth.displayNameHint}
          autoComplete="name"
          dir="auto"
          autoFocus
          {...displayName}
        />
        <Field
          label={auth.username}
          hint={userNameHint()}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...username}
          onValue={(value) => username.onValue(value.toLowerCase().trimStart())}
        />
        {suggestedName && <Suggestion text={suggestedName} onTake={() => username.onValue(suggestedName)} />}
        <Field label={auth.emailAddress} type="email" autoComplete="email" {...email} />
        {meant && <Suggestion text={meant} onTake={() => email.onValue(meant)} />}
        <Field
          label={auth.password}
          type="password"
          hint={passwordHint(password.value)}
          autoComplete="new-password"
          {...password}
        />
        <Button type="submit" variant="primary" size="wide" busy={form.busy}>
          {form.busy ? auth.creatingAccount : auth.create}
        </Button>
      </Form>
      <p>
        <Sentence of={auth.haveAccount(<Link href={paths.signIn}>{auth.signIn}</Link>)} />
      </p>
    </AuthLayout>
  );
}

/** What the field above was probably meant to say. */
function Suggestion({ text, onTake }: { text: string; onTake: () => void }) {
  return (
    <p role="status">
      <Sentence
        of={auth.didYouMean(
          <Button variant="link" onClick={onTake}>
            {text}
          </Button>,
        )}
      />
    </p>
  );
}

/** The first address keeps the name, for as long as its code is valid. */
const refuseAgain =
  (before: FreshSignUp | undefined, username: string) =>
  (reason: unknown): never => {
    if (before?.username !== username || !isRefusal(reason, 'name-taken')) throw reason;
    throw new FieldProblem({
      username: auth.nameWaits,
    });
  };
