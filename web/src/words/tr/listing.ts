/** Turkish texts of how a conversation is listed. */
import type { listing as english } from '../listing.ts';

export const listing: typeof english = {
  markAsRead: 'Okundu olarak işaretle',
  markAsUnread: 'Okunmadı olarak işaretle',
  pin: 'Başa sabitle',
  unpin: 'Sabitlemeyi kaldır',
  archive: 'Arşivle',
  unarchive: 'Arşivden çıkar',
  isArchived: (name) => `Sohbet arşivlendi: ${name}. Yeni mesaj gelince geri döner.`,
};
