/** English texts of the screens before signing in. */
import type { ReactNode } from 'react';
import { inLanguage } from './words.ts';

export const auth = inLanguage('auth', {
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  lead: 'Ask people near you for what you need, help with what you have, and talk in private.',
  sessionEnded: 'Your session has ended. Sign in to continue.',
  confirmed: 'Your email address is confirmed. Sign in to get started.',
  passwordSet: 'Your new password is set. Sign in with it.',
  nameOrEmail: 'Username or email address',
  password: 'Password',
  passwordMissing: 'Enter your password.',
  forgotPassword: 'Forgot your password?',
  newHere: (signUp: ReactNode): readonly ReactNode[] => ['New here? ', signUp],
  createAccount: 'Create an account',
  exampleTitle: 'A ladder for an hour',
  exampleTerms: '1.2 km away · until Saturday',
  exampleAnswer: 'I have one, and I’m home all day.',
  exampleProposal: 'Shall I bring it over?',
  exampleThanks: 'You’re a star. Coffee’s on me!',
});
