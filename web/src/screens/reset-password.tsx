/** Sets a new password with the code from the email, and signs in with it. */
import { Link, useLocation, useSearch } from 'wouter';
import { CODE_DIGITS } from '#contract/mailed-code.ts';
import { forgotPassword, resetPassword } from '#contract/routes/accounts.ts';
import { useForm } from '../hooks/use-form.ts';
import { AuthLayout } from '../parts/auth-layout.tsx';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { ResendCode } from '../parts/resend-code.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { parseQuery, paths, withQuery } from '../paths.ts';
import { useSession } from '../state/session.ts';
import {
  codeDigitsOf,
  codeProblem,
  nameOrEmailProblem,
  newPasswordProblem,
  passwordHint,
} from '../text/credentials.ts';
import { auth } from '../words/auth.ts';

export function ResetPassword() {
  const session = useSession();
  const [, navigate] = useLocation();
  const { username: given = '' } = parseQuery(useSearch());

  const form = useForm(
    { username: given, code: '', password: '' },
    ({ username, code, password }) => ({
      username: nameOrEmailProblem(username),
      code: codeProblem(code),
      password: newPasswordProblem(password, { username }),
    }),
    async (values) => {
      const username = values.username.trim().toLowerCase();
      const { code, password } = values;
      await session.call(resetPassword, { body: { username, code, password } });
      const signedIn = await session.signIn({ username, password }).then(
        () => true,
        () => false,
      );
      if (!signedIn) navigate(withQuery(paths.signIn, { reset: username }));
    },
  );
  const username = form.field('username');
  const code = form.field('code');

  return (
    <AuthLayout
      title={auth.chooseNewPassword}
      lead={
        given ? <Sentence of={auth.resetCodeSent(CODE_DIGITS, <b>{given}</b>)} /> : auth.resetCodeSentToAny(CODE_DIGITS)
      }
    >
      <Form form={form}>
        {given === '' && (
          <Field
            label={auth.nameOrEmail}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            {...username}
          />
        )}
        <Field
          label={auth.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus={given !== ''}
          {...code}
          onValue={(value) => code.onValue(codeDigitsOf(value))}
        />
        <Field
          label={auth.newPassword}
          type="password"
          hint={auth.newPasswordHint(passwordHint())}
          autoComplete="new-password"
          {...form.field('password')}
        />
        <Button type="submit" variant="primary" size="wide" busy={form.busy}>
          {form.busy ? auth.settingPassword : auth.setPassword}
        </Button>
      </Form>
      {given !== '' && <ResendCode send={() => session.call(forgotPassword, { body: { username: given } })} />}
      <p>
        <Link href={paths.signIn}>{auth.backToSignIn}</Link>
      </p>
    </AuthLayout>
  );
}
