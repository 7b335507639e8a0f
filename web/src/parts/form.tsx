/** The frame of a form: what the server said against it, above its fields. {@link useForm} holds its state. */
import type { ReactNode } from 'react';
import type { FormState } from '../hooks/use-form.ts';
import { Alert } from './alert.tsx';

interface FormProps {
  readonly form: Pick<FormState<string>, 'ref' | 'submit' | 'problem'>;
  readonly children: ReactNode;
}

export function Form({ form: { ref, submit, problem }, children }: FormProps) {
  return (
    <form ref={ref} onSubmit={submit} noValidate>
      {problem && <Alert tone="error">{problem}</Alert>}
      {children}
    </form>
  );
}
