/** Turkish texts of files that the server does not hand out. */
import type { withheld as english } from '../withheld.ts';

export const withheld: typeof english = {
  flagged: 'Engellendi: bu dosya zararlı olabilir',
  pending: 'Zararlı yazılım taraması yapılıyor…',
  unchecked: 'Engellendi: bu dosya zararlı yazılıma karşı taranamıyor',
};
