/** Turkish texts of the files that were picked, and of the pictures that a post gets. */
import type { tray as english } from '../tray.ts';

export const tray: typeof english = {
  preparing: (name) => `Hazırlanıyor: ${name}`,
  remove: 'Kaldır',
  removeNamed: (name) => `Kaldır: ${name}`,
  describe: 'Betimle',
  describeNamed: (name) => `Betimle: ${name}`,
  videoAsItIs: (name) => [name, ' olduğu gibi gönderilir. Bir video nerede ve ne zaman çekildiğini ele verebilir.'],
  fileAsItIs: (name) => [
    name,
    ' burada hazırlanamıyor ve olduğu gibi gönderilir. Nerede ve ne zaman çekildiğini ele verebilir.',
  ],
  sendAsItIs: 'Olduğu gibi gönder',
  describeThisPicture: 'Bu resmi betimle',
  whatItShows: 'Ne görünüyor?',
  whatItShowsHint: (most) => `Onu göremeyenler için. İsteğe bağlı, en fazla ${most} karakter.`,
  sendOriginal: (size) => `Özgün dosyayı gönder (${size})`,
  originalMaySay: 'Nerede, ne zaman ve hangi cihazla çekildiğini ele verebilir.',
  cancel: 'Vazgeç',
  save: 'Kaydet',
  picturesOfThisPost: 'Bu ilanın resimleri',
  numberedPicture: (number) => `resim ${number}`,
  pictures: 'Resimler',
  newPictures: 'Yeni resimler',
  addPictures: 'Resim ekle',
  whoSeesPictures: (most) =>
    `İsteğe bağlı, en fazla ${most}. Buradaki herkes görebilir. ` +
    'Fotoğrafın nerede çekildiğine ilişkin bilgi silinir.',
  partNotLoaded: 'Sayfanın bu bölümü yüklenemedi. Bağlantını kontrol edip yeniden dene.',
};
