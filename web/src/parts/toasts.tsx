/** Shows what was just done, with a button that undoes it: long enough to be read, and longer while it is in use. */
import { type FocusEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type Toast, clearToast, dismissToast, undoLast, useToast } from '../state/toast.ts';
import { undo as words } from '../words/undo.ts';
import { Button, IconButton } from './button.tsx';
import { ClearIcon } from './more-icons.tsx';
import styles from './toasts.module.css';

/** It stays while the pointer or the focus is on it. What it undoes can be undone elsewhere, or begun again. */
const SHOWN_MS = 10_000;

/** It is there before anything is said: screen readers announce what changes in a region that they know. */
export function Toasts() {
  const toast = useToast();
  useEffect(() => clearToast, []);
  return (
    <div className={styles.position} role="status">
      {toast && <Note key={toast.id} toast={toast} />}
    </div>
  );
}

function Note({ toast: { id, text, undo, busy = false } }: { toast: Toast }) {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const isHeld = pointed || focused || busy;
  const box = useRef<HTMLDivElement>(null);
  const cameFrom = useRef<EventTarget>(undefined);

  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismissToast(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, isHeld]);

  // The focus that it takes away with it goes back to where it came from.
  useLayoutEffect(() => {
    const element = box.current;
    return () => {
      if (element?.contains(document.activeElement)) restoreFocus(cameFrom.current);
    };
  }, []);

  const onFocus = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    setFocused(true);
    if (relatedTarget && !currentTarget.contains(relatedTarget)) cameFrom.current = relatedTarget;
  };

  return (
    <div
      ref={box}
      className={styles.toast}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={onFocus}
      onBlur={({ currentTarget, relatedTarget }) => setFocused(currentTarget.contains(relatedTarget))}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Esc closes this, and nothing behind it.
        event.preventDefault();
        dismissToast(id);
      }}
    >
      <p>{text}</p>
      {undo && (
        <Button variant="quiet" size="small" busy={busy} aria-keyshortcuts="Control+Z Meta+Z" onClick={undoLast}>
          {words.undo}
        </Button>
      )}
      <IconButton label={words.dismiss} onClick={() => dismissToast(id)}>
        <ClearIcon />
      </IconButton>
    </div>
  );
}

/** What was left may be gone, as a row that was archived is. Then the list goes on at the row that Tab would reach. */
function restoreFocus(place: EventTarget | undefined): void {
  if (place instanceof HTMLElement && place.isConnected && place.checkVisibility()) place.focus();
  else document.querySelector<HTMLElement>('[data-roving][tabindex="0"]')?.focus();
}
