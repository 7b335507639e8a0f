/** Shows a dialog over the page, in which the browser keeps the focus. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { isFocusLost } from './is-focus-lost.ts';

/**
 * @returns the ref of the dialog, which needs a `tabIndex`. It gives the focus back to where it was, once it is taken
 * out of the page; where that is gone, to the part of the page in which it was.
 */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  // Looked at before the dialog is in the page: a field in it may take the focus at once.
  const [opener] = useState(() => document.activeElement);

  useEffect(() => {
    const element = dialog.current;
    const around = opener?.closest<HTMLElement>('section[tabindex]');
    element?.showModal();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement) opener.focus();
      if (isFocusLost()) around?.focus();
    };
  }, [opener]);

  // What had the focus may have given way to something else, as the words that something loads do.
  useEffect(() => {
    if (isFocusLost()) dialog.current?.focus();
  });

  return dialog;
}
