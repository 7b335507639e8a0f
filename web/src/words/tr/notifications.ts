/** Turkish texts of notifications, which the page and its worker show. */
import type { notifications as english } from '../notifications.ts';

export const notifications: typeof english = {
  somethingNew: 'Senin için yeni bir şey var.',
  outdated: 'Burada yeni olan şey bu arada okundu ya da kaldırıldı.',
  newMessagesFrom: (unread, name) => `${name}: ${unread} yeni mesaj`,
  newMessageFrom: (name) => `${name}: yeni mesaj`,
  wroteAboutYourPost: (name) => `${name} ilanın hakkında yazdı`,
  acceptedYourOffer: (name) => `${name} teklifini kabul etti`,
  thankedYou: (name) => `${name} sana teşekkür etti`,
  newPost: 'Kayıtlı araman için yeni ilan',
  newPostFor: (search) => `“${search}” için yeni ilan`,
  acceptedOther: (name) => `${name} başka birinin teklifini kabul etti`,
  youHelped: (name) => `${name} yardım ettiğini söylüyor`,
  postIsDone: (name) => `${name}: ilan tamamlandı`,
  withdrew: (name) => `${name} ilanını geri çekti`,
  markAsRead: 'Okundu olarak işaretle',
};
