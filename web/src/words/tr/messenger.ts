/** Turkish texts of the frame around the lists and what is open. */
import type { messenger as english } from '../messenger.ts';

export const messenger: typeof english = {
  skipToComposer: 'Mesaj alanına geç',
  skipToContent: 'İçeriğe geç',
  conversationWith: (name) => `${name} ile sohbet`,
  you: (username) => `Sen, ${username}`,
  youShort: 'Sen',
  loadingMessages: 'Mesajlar yükleniyor…',
};
