/** What is typed between the keys that open the switcher and the moment when its field is there to take it. */

let typed = '';
let stop: (() => void) | undefined;

/** A switcher that has not come by then failed to load, or has a slow network to wait for. */
const PATIENCE_MS = 10_000;

/** Keeps what is typed from now on, in place of what has the focus. */
export function keepTyped(): void {
  if (stop) return;
  typed = '';
  const closing = new AbortController();
  const timer = setTimeout(() => stop?.(), PATIENCE_MS);
  stop = () => {
    closing.abort();
    clearTimeout(timer);
    stop = undefined;
  };
  window.addEventListener('keydown', onKey, { capture: true, signal: closing.signal });
}

/** Returns what was typed, and keeps nothing more. */
export function takeTyped(): string {
  stop?.();
  const taken = typed;
  typed = '';
  return taken;
}

function onKey(event: KeyboardEvent): void {
  const { key, altKey, ctrlKey, metaKey } = event;
  if (key === 'Escape') return void takeTyped();
  // AltGr counts as Ctrl and Alt, and writes signs.
  if (event.isComposing || altKey !== ctrlKey || metaKey) return;
  if (key === 'Backspace') typed = Array.from(typed).slice(0, -1).join('');
  else if (Array.from(key).length === 1) typed += key;
  else if (key !== 'Enter') return;
  event.preventDefault();
  event.stopPropagation();
}
