/** Turkish texts of blocking a person, and of the way to a report. */
import type { safety as english } from '../safety.ts';

export const safety: typeof english = {
  blocked: 'Engellendi',
  askToBlock: (name) => [name, ' adlı kişiyi engelle…'],
  askToReport: (name) => [name, ' adlı kişiyi bildir…'],
  blockQuestion: (name) => `${name} engellensin mi?`,
  block: 'Engelle',
  blockMeans:
    'Sana mesaj gönderemez. En geç bir dakika içinde, ne zaman çevrimiçi olduğunu ve neleri okuduğunu ' +
    'göremez olur. Engellendiği bildirilmez. Sohbetiniz burada kalır.',
};
