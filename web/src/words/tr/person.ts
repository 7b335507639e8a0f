/** Turkish texts of the page of a person. */
import type { person as english } from '../person.ts';

export const person: typeof english = {
  notLoaded: 'Bu profil yüklenemedi',
  accountDeleted: 'Bu hesap silindi',
  messagesStay: 'Mesajların hâlâ duruyor.',
  openConversation: 'Sohbeti aç',
  unknownUser: 'Bilinmeyen kullanıcı',
  unknownUserText: (name) => `${name} adında kimse yok. Yazımı kontrol et.`,
  browsePeople: 'Kişilere göz at',
  whatOthersSee: 'Başkaları bunu görür.',
  editProfile: 'Profili düzenle',
  notesToYourself: 'Kendine notlar',
  youBlocked: (name) => `Engellediğin kişi: ${name}. Sana mesaj gönderemez.`,
  message: 'Mesaj yaz',
  unblock: 'Engeli kaldır',
  moreAbout: (name) => `Diğer işlemler: ${name}`,
  postsOf: (name) => `İlanlar: ${name}`,
  posts: 'İlanlar',
  morePosts: 'Daha fazla ilan',
  thankYousTo: (name) => `Teşekkürler: ${name}`,
  thankYous: 'Teşekkürler',
  moreThankYous: 'Daha fazla teşekkür',
};
