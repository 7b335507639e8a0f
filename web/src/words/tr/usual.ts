/** Turkish texts that a post begins with. */
import type { usual as english } from '../usual.ts';

export const usual: typeof english = { title: 'Yardıma ihtiyacım var!', reward: 'Sana bir kahve ısmarlarım.' };
