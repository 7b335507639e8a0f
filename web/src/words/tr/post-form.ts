/** Turkish texts of the forms that write and change a post. */
import type { postForm as english } from '../post-form.ts';

export const postForm: typeof english = {
  whatNeed: 'Neye ihtiyacın var?',
  whatOffer: 'Ne sunuyorsun?',
  titleHint: (most) => `Birkaç sözcükle, en fazla ${most} karakter. Buradaki herkes okuyabilir.`,
  titleOfAnOffer: 'Bisikletini onarabilirim',
  offerUntitled: 'Ne sunduğunu yaz.',
  description: 'Ayrıntılar',
  descriptionHint: (most) =>
    `İsteğe bağlı, en fazla ${most.toLocaleString('tr')} karakter. ` +
    'E-posta adreslerinin, telefon numaralarının ve bağlantıların üstü çizilir.',
  reward: 'Karşılığında',
  rewardHint: (most) => `İsteğe bağlı, en fazla ${most} karakter.`,
  place: 'Yer',
  placeHint: (most) =>
    `İsteğe bağlı: mahalle ya da şehir, en fazla ${most} karakter. Rakamsız: kapı numarası fazla şey söyler.`,
  placeExample: 'Moda, İstanbul',
  position: 'Konumun',
  takePosition: 'Konumumu kullan',
  positionMeans:
    'Yakındaki kişiler ilanını bununla bulur. Bu cihazdan yalnızca yaklaşık 600 m’lik bir kare ' +
    'çıkar ve onu önce sen görürsün.',
  square: 'Başkalarının gördüğü kare',
  othersSee: (size) => `Başkaları bu kareyi görür: eni ${size}.`,
  youAreInIt: 'Sen onun içinde bir yerdesin; neresinde olduğunu kimse öğrenmez.',
  itIsNear: (town) => `Kare, ${town} yakınında.`,
  squareWidth: 'Karenin eni',
  about600m: 'Yaklaşık 600 m',
  about5km: 'Yaklaşık 5 km',
  removeSquare: 'Kareyi kaldır',
  squareHint: 'Evin tek başınaysa 5 km seç. Daha önce ilan verdiğin bir karenin yanındaysan o kullanılır.',
  howLong: 'Ne kadar süre',
  days: (count) => `${count} gün`,
  weeks: (count) => `${count} hafta`,
  publish: 'Yayımla',
  publishing: 'Yayımlanıyor…',
  preparingPictures: 'Resimler hazırlanıyor…',
  notSavedYet: 'Bu değişiklikleri henüz kaydetmedin.',
  pictureLost: 'Eklediğin bir resim artık bu tarayıcıda yok. Onu kaldırıp yeniden ekle.',
  preview: 'Önizle',
  asOthersSeeIt: 'Başkalarının gördüğü hali:',
  discard: 'Vazgeç ve sil',
  discardNow: 'Sil',
  discardQuestion: 'Bu taslak silinsin mi?',
  discardMeans: 'Yazdıkların bu cihazdan silinir.',
  discardChangesQuestion: 'Değişikliklerin silinsin mi?',
  discardChangesMeans: 'İlan olduğu gibi kalır.',
  earlierTryArrived:
    'Önceki bir deneme yine de ulaşmış: ilanın o zamanki haliyle listede. Onu orada düzenleyebilirsin. ' +
    'Yeniden yayımlarsan ikinci bir ilan olur.',
  postNow: 'İlanın şimdiki hali',
  asItIsNow: 'Şimdiki hali:',
};
