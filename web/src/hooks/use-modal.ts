/** Shows a dialog over the page, in which the browser keeps the focus. */
import { type RefObject, useEffect, useRef, useState } from 'react';

/** @returns the ref of the dialog. It gives the focus back to where it was, once it is taken out of the page. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  // Looked at before the dialog is in the page: a field in it may take the focus at once.
  const [opener] = useState(() => document.activeElement);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [opener]);

  return dialog;
}
