/** Turkish texts of the list of all pictures and files of a conversation. */
import type { media as english } from '../media.ts';

export const media: typeof english = {
  photosAndFiles: 'Fotoğraflar ve dosyalar',
  photosOrFiles: 'Fotoğraflar ya da dosyalar',
  photos: (count) => `Fotoğraflar (${count})`,
  files: (count) => `Dosyalar (${count})`,
  noneInNewest: 'En yeni mesajlarda yok.',
  noneInConversation: 'Bu sohbette yok.',
  loading: 'Yükleniyor…',
  lookInOlder: 'Daha eski mesajlara bak',
  close: 'Kapat',
};
