/** Turkish texts of the viewer of pictures. */
import type { viewer as english } from '../viewer.ts';

export const viewer: typeof english = {
  picture: 'Resim',
  zoomOut: 'Uzaklaştır (-)',
  zoomIn: 'Yakınlaştır (+)',
  download: 'İndir',
  closeByKey: 'Kapat (Esc)',
  previousPicture: 'Önceki resim',
  nextPicture: 'Sonraki resim',
  loading: 'Yükleniyor',
  noLongerThere: 'Bu resim artık yok.',
  notLoaded: 'Bu resim yüklenemedi.',
  tryAgain: 'Yeniden dene',
};
