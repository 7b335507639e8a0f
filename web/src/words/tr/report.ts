/** Turkish texts of the dialog that reports a person or a message. */
import type { report as english } from '../report.ts';

export const report: typeof english = {
  thankYou: 'Teşekkürler',
  reviewed: 'Bir yönetici bildirimini inceleyecek.',
  youBlocked: (name) => ['Engellediğin kişi: ', name, '.'],
  youCanBlock: (name) => [name, ' sana bir daha yazmasın istersen onu engelleyebilirsin.'],
  close: 'Kapat',
  reportPerson: (name) => `${name} adlı kişiyi bildir`,
  reportMessageFrom: (name) => `${name} tarafından gönderilen bir mesajı bildir`,
  whatAbout: 'Bu bildirim neyle ilgili?',
  inGeneral: (name) => ['Genel olarak ', name],
  reason: 'Neden',
  whatsWrong: 'Sorun nedir?',
  whoSeesIt: 'Bildirimini ve neyle ilgili olduğunu yalnızca yöneticiler görür.',
  alsoBlock: (name) => ['Ayrıca ', name, ' adlı kişiyi engelle'],
  cancel: 'Vazgeç',
  sending: 'Gönderiliyor…',
  report: 'Bildir',
};
