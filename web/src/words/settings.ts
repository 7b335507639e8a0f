/** English texts of the settings. */
import { inLanguage } from './words.ts';

export const settings = inLanguage('settings', {
  language: 'Language',
  asDevice: 'As the device',
});
