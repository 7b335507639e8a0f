/** Turkish texts of who wrote about a post of mine, to whom it is promised, and who helped. */
import type { helping as english } from '../helping.ts';

export const helping: typeof english = {
  writers: 'Bununla ilgili sana yazanlar',
  nobodyWrote: 'Henüz kimse yazmadı',
  someWrote: (count) => `Bununla ilgili sana ${count} kişi yazdı`,
  helped: 'Yardım etti',
  isPromised: 'Söz verildi',
  profileOf: (name) => `${name}, profil`,
  wrote: (when) => [when, ' yazdı'],
  openChat: (name, unseen) => [unseen([name, ': ']), 'Sohbeti aç'],
  promise: (name, unseen) => [unseen([name, ': ']), 'Söz ver'],
  whoHelped: 'Kim yardım etti?',
  lookingUp: 'Sana yazanlara bakılıyor…',
  leavesTheList: (title) => [
    '“',
    title,
    '” listeden kalıcı olarak çıkar. Onu ilanlarının arasında yine bulursun, sohbetlerin de kalır.',
  ],
  ofThoseWhoWrote: 'Sana yazanlardan',
  ofThoseWhoWroteUpTo: (most) => `Sana yazanlardan, en fazla ${most} kişi`,
  thankYouTo: (name) => `Teşekkür: ${name} (isteğe bağlı)`,
  thankYouHint: (most) => `En fazla ${most} karakter. Profilinde gösterebilir.`,
  howManyOthers: 'Başka kaç kişi yardım etti?',
  howManyPeople: 'Kaç kişi yardım etti?',
  howManyHint: 'Adsız sayılırlar. Kimse yoksa boş bırak.',
  enterNumber: (most) => `0 ile ${most} arasında bir sayı gir.`,
};
