/** Turkish texts of what is loaded for acts with messages: forwarding, selecting, earlier texts. */
import type { acts as english } from '../acts.ts';

export const acts: typeof english = {
  forwardTo: 'Kime iletilsin?',
  forward: 'İlet',
  notes: 'Kendine notlar',
  dropRecipient: (name) => `Şu kişiye iletme: ${name}`,
  earlierTexts: 'Önceki metinler',
  noEarlierTexts: 'Saklanan önceki metin yok',
  noText: 'Metin yok',
  earlierTextsNote:
    'Bunları yalnızca ikiniz, mesaj bildirilirse yöneticiler de görebilir. Mesaj silinince bunlar da silinir.',
  close: 'Kapat',
  selectedMessages: 'Seçilen mesajlar',
  cancel: 'Vazgeç',
  cancelByKey: 'Vazgeç (Esc)',
  selected: (count) => `${count} mesaj seçildi`,
  copy: 'Kopyala',
  copied: (count) => `${count} mesaj kopyalandı.`,
  notCopied: 'Tarayıcın kopyalamaya izin vermedi.',
  you: 'Sen',
  askToDelete: 'Sil…',
  delete: 'Sil',
  deleteQuestion: (count) => `${count} mesaj silinsin mi?`,
  deleteMeans: (count) =>
    count === 1
      ? 'Mesaj, dosyalarıyla birlikte ikiniz için de silinir ve geri getirilemez.'
      : 'Mesajlar, dosyalarıyla birlikte ikiniz için de silinir ve geri getirilemez.',
  othersStay: (count, name) =>
    `Yalnızca kendi mesajlarını silebilirsin: ${name} tarafından yazılan ${count} mesaj kalır.`,
  notDeleted: (count, of, reason) => `${of} mesajdan ${count} tanesi silinemedi. ${reason}`,
};
