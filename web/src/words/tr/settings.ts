/** Turkish texts of the settings. */
import type { settings as english } from '../settings.ts';

export const settings: typeof english = {
  language: 'Dil',
  asDevice: 'Cihazdaki gibi',
};
