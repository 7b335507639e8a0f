/** English texts of a request of somebody who writes for the first time. */
import type { ReactNode } from 'react';
import { inLanguage } from './words.ts';

export const request = inLanguage('request', {
  requestFrom: (name: string) => `Request from ${name}`,
  untilYouAnswer: (name: ReactNode): readonly ReactNode[] => [
    name,
    ' can’t write more until you answer, and isn’t told if you decline.',
  ],
  answer: 'Answer',
  decline: 'Decline',
  profile: 'Profile',
  report: 'Report…',
  block: 'Block…',
});
