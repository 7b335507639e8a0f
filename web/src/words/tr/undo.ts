/** Turkish texts of what was done and can be undone. */
import type { undo as english } from '../undo.ts';

export const undo: typeof english = {
  undo: 'Geri al',
  dismiss: 'Kapat',
  muted: (name) => `${name} sessize alındı.`,
  mutedUntil: (name, when) => `${name} sessize alındı. Bitişi: ${when}.`,
  postHidden: 'İlan bu cihazda gizlendi.',
  editDropped: 'Düzenlemeden vazgeçildi.',
  searchDeleted: (name) => `“${name}” araması silindi.`,
};
