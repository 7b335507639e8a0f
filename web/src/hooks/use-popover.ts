/** Something that opens at a button, and closes by Esc, a press elsewhere, or when the focus leaves. */
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';

interface Popover {
  readonly open: boolean;
  /** The id for what opens. */
  readonly id: string;
  /** Closes it, and gives the focus back to its button. */
  close(): void;
  /** The props of the element around both. */
  readonly root: {
    readonly ref: RefObject<HTMLDivElement | null>;
    onKeyDown(event: KeyboardEvent): void;
    onBlur(event: FocusEvent): void;
  };
  /** The props of the button. */
  readonly opener: {
    readonly ref: RefObject<HTMLButtonElement | null>;
    readonly 'aria-expanded': boolean;
    readonly 'aria-controls': string | undefined;
    onClick(): void;
  };
}

export function usePopover(): Popover {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    const close = (event: PointerEvent): void => {
      if (!(event.target instanceof Node && root.current?.contains(event.target))) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [open]);

  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };

  return {
    open,
    id,
    close,
    root: {
      ref: root,
      onKeyDown(event) {
        if (event.key !== 'Escape' || !open) return;
        event.preventDefault();
        close();
      },
      onBlur(event) {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      },
    },
    opener: {
      ref: opener,
      'aria-expanded': open,
      'aria-controls': open ? id : undefined,
      onClick: () => setOpen(!open),
    },
  };
}
