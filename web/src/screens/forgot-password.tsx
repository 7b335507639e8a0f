import { Link, useLocation } from 'wouter';
import { forgotPassword } from '#contract/routes/accounts.ts';
import { useForm } from '../hooks/use-form.ts';
import { Alert } from '../parts/alert.tsx';
import { AuthLayout } from '../parts/auth-layout.tsx';
import { Field } from '../parts/field.tsx';
/** Where a code to choose a new password with is asked for. It looks the same whether or not there is such an account. */
import { paths, withQuery } from '../paths.ts';
import { useSession } from '../state/session.ts';
import { nameOrEmailProblem } from '../text/credentials.ts';
import button from '../parts/button.module.css';

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
    <AuthLayout title="Forgot your password?" lead="We send a code to your address. With it you choose a new password.">
      <form ref={form.ref} onSubmit={form.submit} noValidate>
        {form.problem && <Alert tone="error">{form.problem}</Alert>}
        <Field
          label="User name or e-mail address"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          {...form.field('username')}
        />
        <button type="submit" className={`${button.primary} ${button.wide}`} aria-disabled={form.busy}>
          {form.busy ? 'Sending…' : 'Send a code'}
        </button>
      </form>
      <p>
        <Link href={paths.signIn}>Back to sign in</Link>
      </p>
    </AuthLayout>
  );
}
