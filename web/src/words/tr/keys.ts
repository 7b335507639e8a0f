/** Turkish texts of the list of keys. */
import type { keys as english } from '../keys.ts';

export const keys: typeof english = {
  keyboardShortcuts: 'Klavye kısayolları',
  allKeys: 'Bütün tuşlar',
  close: 'Kapat',
  anywhere: 'Her yerde',
  everywhere: {
    find: 'Bir sohbet, kişi ya da metin bul',
    step: 'Önceki ya da sonraki sohbet',
    'step-unread': 'Okunmamış mesajı olan önceki ya da sonraki sohbet',
    close: 'Açık olanı kapat',
    undo: 'Bir bildirimin geri almayı önerdiği işlemi geri al',
    'list-keys': 'Bu tuş listesi',
  },
  inList: 'Bir listede',
  moveThroughList: 'Listede gezin',
  previousOrNextPost: 'Önceki ya da sonraki ilan',
  open: 'Aç',
  inConversation: 'Bir sohbette',
  send: 'Gönder',
  newLine: 'Yeni satır',
  editLastMessage: 'Alan boşken son mesajını düzenle',
  previousOrNextMessage: 'Mesaj menüsündeyken önceki ya da sonraki mesaj',
  endReplyOrEdit: 'Yanıtlamayı ya da düzenlemeyi bırak',
  inPicture: 'Bir resimde',
  previousOrNextPicture: 'Önceki ya da sonraki resim',
  zoom: 'Daha büyük, daha küçük ya da ilk haline',
  pageUp: 'Page Up',
  pageDown: 'Page Down',
};
