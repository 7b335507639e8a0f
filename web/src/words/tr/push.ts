/** Turkish texts of turning notifications on. */
import type { push as english } from '../push.ts';

export const push: typeof english = {
  notifications: 'Bildirimler',
  whileClosed: 'Message Center kapalıyken bildirim almak ister misin?',
  turnOn: 'Aç',
  notNow: 'Şimdi değil',
  unsupported: 'Bu tarayıcı sayfaların bildirimlerini göstermiyor. Başka bir tarayıcı gösterebilir.',
  homeScreen:
    'iPhone veya iPad’de bildirimler yalnızca Ana Ekran’dan gelir. 1. Paylaş’a, sonra “Ana ' +
    'Ekrana Ekle”ye dokun. 2. Message Center’ı oradan aç ve bildirimleri aç.',
  denied: 'Bildirimler bu sayfa için engellenmiş. Tarayıcının bu siteye ait ayarlarından izin ver, sonra yeniden dene.',
  notAnswered: 'Tarayıcının sorusu yanıtlanmadı. Yeniden dene ve “İzin ver”i seç.',
  noNetwork: 'Ağ bağlantısı yok. Bağlandığında yeniden dene.',
  noService:
    'Tarayıcı bildirim hizmetine ulaşamıyor. Message Center’ın bir sayfası açıkken sana yine ' +
    'de haber verilir. Daha sonra yeniden dene.',
};
