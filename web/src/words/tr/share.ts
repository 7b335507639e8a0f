/** Turkish texts of the dialog that sends what another app has shared. */
import type { share as english } from '../share.ts';

export const share: typeof english = {
  nothingToSend: 'Gönderilecek bir şey yok',
  isGone: 'Paylaştığın şey artık burada değil. Öteki uygulamaya dön ve yeniden paylaş.',
  ok: 'Tamam',
  sendTo: 'Kime gönderilsin?',
  preparing: 'Paylaştıkların hazırlanıyor…',
  leftOut: (count) => `${count} dosya alınmadı. Dosyalar çok fazla ya da çok büyük.`,
};
