/** Turkish texts of the inbox. */
import type { inbox as english } from '../inbox.ts';

export const inbox: typeof english = {
  title: 'Mesajlar',
  lists: 'Gösterilecek sohbetler',
  all: 'Tümü',
  unread: 'Okunmamış',
  requests: 'İstekler',
  archived: 'Arşiv',
  declined: 'Reddedilenler',
  actionsFor: (name) => `İşlemler: ${name}`,
  couldNotLoad: 'Liste yüklenemedi',
  notSent: 'Gönderilmedi:',
  draft: 'Taslak:',
  you: 'Sen:',
  unreadMessages: (count) => `${count} okunmamış mesaj`,
  markedUnread: 'okunmadı olarak işaretli',
  isOnline: 'çevrimiçi',
  isBlocked: 'engelli',
  isPinned: 'sabitlenmiş',
  isMuted: 'sessizde',
  isArchived: 'arşivlenmiş',
  isSending: 'gönderiliyor',
};
