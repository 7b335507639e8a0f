/** English texts of the details beside a conversation. */
import { inLanguage } from './words.ts';

export const details = inLanguage('details', {
  title: 'Details',
  about: (name: string) => `About ${name}`,
  close: 'Close details',
  openProfile: 'Open profile',
  lastPost: 'You write about',
  block: 'Block…',
  unblock: 'Unblock',
  report: 'Report…',
  blocked: 'You’ve blocked them. They can’t message you.',
});
