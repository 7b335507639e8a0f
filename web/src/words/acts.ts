/** English texts of what is loaded for acts with messages: forwarding, selecting, earlier texts. */
import { plural } from './plural.ts';
import { inLanguage } from './words.ts';

const messages = (count: number): string => plural(count, { one: '1 message', other: `${count} messages` });

export const acts = inLanguage('acts', {
  forwardTo: 'Forward to',
  forward: 'Forward',
  notes: 'Notes to yourself',
  dropRecipient: (name: string) => `Don’t forward to: ${name}`,
  earlierTexts: 'Earlier texts',
  noEarlierTexts: 'No earlier texts are kept',
  noText: 'No text',
  earlierTextsNote:
    'Only the two of you can see them, and administrators if it is reported. Deleting the message deletes them, too.',
  close: 'Close',
  selectedMessages: 'Selected messages',
  cancel: 'Cancel',
  cancelByKey: 'Cancel (Esc)',
  selected: (count: number) => `${messages(count)} selected`,
  copy: 'Copy',
  copied: (count: number) => `${messages(count)} copied.`,
  notCopied: 'Your browser didn’t allow copying.',
  you: 'You',
  askToDelete: 'Delete…',
  delete: 'Delete',
  deleteQuestion: (count: number) => `Delete ${messages(count)}?`,
  deleteMeans: (count: number) =>
    `${plural(count, { one: 'It is', other: 'They are' })} deleted for both of you, with all files, and can’t be ` +
    'restored.',
  othersStay: (count: number, name: string) =>
    `You can delete only your own: ${messages(count)} by ${name} ${plural(count, { one: 'stays', other: 'stay' })}.`,
  notDeleted: (count: number, of: number, reason: string) =>
    `${count} of ${messages(of)} couldn’t be deleted. ${reason}`,
});
