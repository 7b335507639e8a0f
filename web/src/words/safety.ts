/** English texts of blocking a person, and of the way to a report. */
import type { ReactNode } from 'react';
import { inLanguage } from './words.ts';

export const safety = inLanguage('safety', {
  blocked: 'Blocked',
  askToBlock: (name: ReactNode): readonly ReactNode[] => ['Block ', name, '…'],
  askToReport: (name: ReactNode): readonly ReactNode[] => ['Report ', name, '…'],
  blockQuestion: (name: string) => `Block ${name}?`,
  block: 'Block',
  blockMeans:
    'They can’t message you. Within a minute they no longer see when you’re online or what you’ve read. ' +
    'They won’t be notified. Your conversation stays here.',
});
