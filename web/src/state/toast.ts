/** The note that says what was just done, and offers to undo it. There is one at a time. */
import { explain } from '../text/explain.ts';
import { createStore, useStore } from './store.ts';

export interface Toast {
  /** Tells notes apart. */
  readonly id: number;
  readonly text: string;
  /** True while the undoing runs. */
  readonly busy?: boolean;
  /** Absent where there is nothing to undo, or the undoing has failed, and the text says why. */
  readonly undo?: Undo;
}

/** Takes an act back. Rejects with a reason that {@link explain} understands. */
type Undo = () => void | Promise<void>;

const toast = createStore<Toast | undefined>(undefined);
let latestId = 0;

/**
 * Says what was done, and offers to undo it. It stands in place of a question before the act. Never for what cannot be
 * undone: `ConfirmDialog` asks about that first.
 * @param text a whole sentence, such as “Elena is muted.”
 */
export function offerUndo(text: string, undo: Undo): void {
  show({ text, undo });
}

/** Says what has happened by itself, in a whole sentence. */
export const sayBriefly = (text: string): void => show({ text });

const show = (note: Omit<Toast, 'id'>): void => toast.update(() => ({ ...note, id: ++latestId }));

/** Removes a note. @param id of the note: a later one stays */
export const dismissToast = (id: number): void => toast.update((shown) => (shown?.id === id ? undefined : shown));

/** Removes any note: the person whom it is about has signed out. */
export const clearToast = (): void => toast.update(() => undefined);

/**
 * Undoes what was done last, while the note about it is shown.
 * @returns false if there is nothing to undo
 */
export function undoLast(): boolean {
  const shown = toast.getSnapshot();
  if (!shown?.undo || shown.busy) return false;
  const { id, undo } = shown;
  toast.update(() => ({ ...shown, busy: true }));
  void Promise.resolve()
    .then(undo)
    .then(
      () => dismissToast(id),
      (reason: unknown) => show({ text: explain(reason).detail }),
    );
  return true;
}

export const useToast = (): Toast | undefined => useStore(toast, (shown) => shown);
