/** English texts of the list of all pictures and files of a conversation. */
import { inLanguage } from './words.ts';

export const media = inLanguage('media', {
  photosAndFiles: 'Photos and files',
  photosOrFiles: 'Photos or files',
  photos: (count: number) => `Photos (${count})`,
  files: (count: number) => `Files (${count})`,
  noneInNewest: 'None in the newest messages.',
  noneInConversation: 'None in this conversation.',
  loading: 'Loading…',
  lookInOlder: 'Look in older messages',
  close: 'Close',
});
