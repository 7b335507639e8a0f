/** Gives the focus back to the row of a list from which something was opened, once that is closed. */
import { useEffect, useRef } from 'react';
import { isFocusLost } from './is-focus-lost.ts';

/** @param selected the key of the row, as in {@link useRovingFocus}; undefined while nothing is open */
export function useFocusOnReturn(selected: string | undefined): void {
  const previous = useRef(selected);
  useEffect(() => {
    const before = previous.current;
    previous.current = selected;
    if (before === undefined || selected !== undefined || !isFocusLost()) return;
    const row =
      document.querySelector<HTMLElement>(`[data-roving="${before}"]`) ??
      // It was hidden or deleted: then to the one that Tab would reach.
      document.querySelector<HTMLElement>('[data-roving][tabindex="0"]');
    row?.focus();
  }, [selected]);
}
