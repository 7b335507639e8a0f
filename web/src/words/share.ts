/** English texts of the dialog that sends what another app has shared. */
import { plural } from './plural.ts';
import { inLanguage } from './words.ts';

export const share = inLanguage('share', {
  nothingToSend: 'Nothing to send',
  isGone: 'What you shared isn’t here any more. Go back to the other app, and share it once more.',
  ok: 'OK',
  sendTo: 'Send to',
  preparing: 'Preparing what you shared…',
  leftOut: (count: number) =>
    `${plural(count, { one: 'One file was', other: `${count} files were` })} left out. ` +
    'They are too many, or too large.',
});
