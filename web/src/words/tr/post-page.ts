/** Turkish texts of one post at its own address. */
import type { postPage as english } from '../post-page.ts';

export const postPage: typeof english = {
  title: 'İlan',
  canHelp: 'Yardım edebilirim',
  wouldLike: 'Bunu isterim',
  somebodyHelps: 'Biri zaten yardım ediyor. Yine de yazabilirsin.',
  isPromised: 'Birine söz verildi. Yine de yazabilirsin.',
  isPromisedToYou: 'Sana söz verildi.',
  notThere: 'Bu ilan yok',
  notThereText: 'Tamamlanmış, geri çekilmiş ya da bitmiş olabilir. Adresi yazdıysan yazım hatasına bak.',
  seeAll: 'Tüm ilanlara bak',
  notLoaded: 'Bu ilan yüklenemedi',
  openChat: (name) => ['Sohbeti aç: ', name],
  about: (name) => ['Hakkında: ', name],
  more: 'Bu ilan için diğer işlemler',
  hide: 'Bu cihazda gizle',
  askToReport: 'Bu ilanı bildir…',
  report: 'Bu ilanı bildir',
  reportHint: 'Bildirimini ve ilanın şimdiki halini yalnızca yöneticiler görür.',
  reported: 'Bir yönetici ilana bakar. Kimin bildirdiği ilanın sahibine söylenmez.',
  edited: 'düzenlendi',
  inReturn: 'Karşılığında',
  where: 'Yer',
  inSquare: (size, middle) => `Eni ${size} olan bir karenin içinde. Ortası: ${middle}.`,
  until: 'Bitiş',
};
