/** Turkish texts of a request of somebody who writes for the first time. */
import type { request as english } from '../request.ts';

export const request: typeof english = {
  requestFrom: (name) => `İstek: ${name}`,
  untilYouAnswer: (name) => [name, ' sen yanıtlayana kadar daha fazla yazamaz. Reddedersen bundan haberi olmaz.'],
  answer: 'Yanıtla',
  decline: 'Reddet',
  profile: 'Profil',
  report: 'Bildir…',
  block: 'Engelle…',
};
