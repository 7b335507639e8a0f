/** English texts of what was done and can be undone. */
import { inLanguage } from './words.ts';

export const undo = inLanguage('undo', {
  undo: 'Undo',
  dismiss: 'Dismiss',
  muted: (name: string) => `${name} is muted.`,
  mutedUntil: (name: string, when: string) => `${name} is muted until ${when}.`,
  postHidden: 'The post is hidden on this device.',
  editDropped: 'The edit is dropped.',
  searchDeleted: (name: string) => `The search “${name}” is deleted.`,
});
