/** Turkish texts of the details beside a conversation. */
import type { details as english } from '../details.ts';

export const details: typeof english = {
  title: 'Ayrıntılar',
  about: (name) => `${name} hakkında`,
  close: 'Ayrıntıları kapat',
  openProfile: 'Profili aç',
  lastPost: 'Yazıştığınız ilan',
  block: 'Engelle…',
  unblock: 'Engeli kaldır',
  report: 'Bildir…',
  blocked: 'Bu kişiyi engelledin. Sana mesaj gönderemez.',
};
