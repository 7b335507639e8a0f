/** Turkish texts of what happens to files that are picked. */
import type { picking as english } from '../picking.ts';

export const picking: typeof english = {
  notKept:
    'Bu tarayıcı dosya saklamıyor. Gönderilene kadar bu sayfada kal: ' +
    'yeniden yüklersen ya da kapatırsan kaybolurlar.',
  tooManyPictures: (most) => `Bir ilanda en fazla ${most} resim olabilir. Diğerleri alınmadı.`,
  tooManyFiles: (most) => `Bir mesajda en fazla ${most} dosya olabilir. Diğerleri alınmadı.`,
  noPicture: (name) => `${name}: bu tarayıcının gösterebildiği bir resim değil.`,
  unreadable: (name) => `${name} okunamıyor. Taşınmış ya da silinmiş olabilir.`,
  empty: (name) => `${name} boş.`,
  tooLarge: (name, size, most) => `${name} çok büyük: ${size}. Bir dosya en fazla ${most} olabilir.`,
};
