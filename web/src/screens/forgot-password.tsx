/** Asks for a code to choose a new password with. It looks the same whether or not there is such an account. */
import { Link, useLocation } from 'wouter';
import { forgotPassword } from '#contract/routes/accounts.ts';
import { useForm } from '../hooks/use-form.ts';
import { AuthLayout } from '../parts/auth-layout.tsx';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { paths, withQuery } from '../paths.ts';
import { useSession } from '../state/session.ts';
import { nameOrEmailProblem } from '../text/credentials.ts';
import { auth } from '../words/auth.ts';

export function ForgotPassword() {
  const session = useSession();
  const [, navigate] = useLocation();

  const form = useForm(
    { username: '' },
    ({ username }) => ({ username: nameOrEmailProblem(username) }),
    async ({ username }) => {
      const name = username.trim().toLowerCase();
      await session.call(forgotPassword, { body: { username: name } });
      navigate(withQuery(paths.resetPassword, { username: name }));
    },
  );

  return (
    <AuthLayout title={auth.forgotPassword} lead={auth.forgotLead}>
      <Form form={form}>
        <Field
          label={auth.nameOrEmail}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          {...form.field('username')}
        />
        <Button type="submit" variant="primary" size="wide" busy={form.busy}>
          {form.busy ? auth.sending : auth.sendCode}
        </Button>
      </Form>
      <p>
        <Link href={paths.signIn}>{auth.backToSignIn}</Link>
      </p>
    </AuthLayout>
  );
}
