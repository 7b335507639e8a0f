/** The field for the code of an authenticator app. */
import type { ComponentProps } from 'react';
import { CODE_DIGITS } from '#contract/mailed-code.ts';
import { codeDigitsOf } from '../text/credentials.ts';
import { auth } from '../words/auth.ts';
import { Field } from './field.tsx';

type CodeFieldProps = Omit<ComponentProps<typeof Field>, 'label'>;

export function CodeField({ onValue, ...props }: CodeFieldProps) {
  return (
    <Field
      label={auth.codeFromAuthenticatorApp}
      hint={auth.appCodeHint(CODE_DIGITS)}
      autoComplete="one-time-code"
      inputMode="numeric"
      {...props}
      onValue={(value) => onValue(codeDigitsOf(value))}
    />
  );
}
