/** English texts of the dialog that reports a person or a message. */
import type { ReactNode } from 'react';
import { inLanguage } from './words.ts';

export const report = inLanguage('report', {
  thankYou: 'Thank you',
  reviewed: 'An administrator will review your report.',
  youBlocked: (name: ReactNode): readonly ReactNode[] => ['You’ve blocked ', name, '.'],
  youCanBlock: (name: ReactNode): readonly ReactNode[] => [
    'If you don’t want to hear from ',
    name,
    ', you can block them.',
  ],
  close: 'Close',
  reportPerson: (name: string) => `Report ${name}`,
  reportMessageFrom: (name: string) => `Report a message from ${name}`,
  whatAbout: 'What is this about?',
  inGeneral: (name: ReactNode): readonly ReactNode[] => [name, ' in general'],
  reason: 'Reason',
  whatsWrong: 'What’s wrong?',
  whoSeesIt: 'Only administrators see your report and what it is about.',
  alsoBlock: (name: ReactNode): readonly ReactNode[] => ['Also block ', name],
  cancel: 'Cancel',
  sending: 'Sending…',
  report: 'Report',
});
