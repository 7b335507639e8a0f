/** Turkish texts of the pictures and files of messages and posts. */
import type { files as english } from '../files.ts';

export const files: typeof english = {
  download: 'İndir',
  downloadNamed: (name) => `İndir: ${name}`,
  play: 'Oynat',
  playNamed: (name) => `Oynat: ${name}`,
  noLongerThere: 'Artık yok',
  cannotBePlayed: 'Burada oynatılamıyor. İndir.',
  loadAgain: 'Yüklenemedi. Yeniden dene',
  fileNoLongerThere: 'Bu dosya artık yok.',
  pictureOf: (number, count) => `Resim ${number} / ${count}`,
  photoOf: (number, count) => `Fotoğraf ${number} / ${count}`,
  sending: 'Gönderiliyor',
  cancel: 'Vazgeç',
};
