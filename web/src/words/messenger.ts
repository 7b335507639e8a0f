/** English texts of the frame around the lists and what is open. */
import { inLanguage } from './words.ts';

export const messenger = inLanguage('messenger', {
  skipToComposer: 'Skip to the message field',
  skipToContent: 'Skip to the content',
  conversationWith: (name: string) => `Conversation with ${name}`,
  you: (username: string) => `You, ${username}`,
  youShort: 'You',
  loadingMessages: 'Loading messages…',
});
