/** What is typed between the keys that open the switcher and the moment when its field is there to take it. */

/** A switcher that has not come by then has failed to load. */
const PATIENCE_MS = 10_000;

export interface TypedAhead {
  readonly text: string;
  /** True where Enter was pressed behind the text. */
  readonly isEntered: boolean;
}

const NOTHING: TypedAhead = { text: '', isEntered: false };

let typed = NOTHING;
/** Until when it is kept, in epoch milliseconds. */
let until = 0;

let onEscape = (): void => undefined;

/**
 * Keeps what is typed from now on, in place of what has the focus.
 * @param cancel called at Escape, which then does nothing else
 */
export function keepTyped(cancel: () => void): void {
  typed = NOTHING;
  onEscape = cancel;
  until = Date.now() + PATIENCE_MS;
  window.addEventListener('keydown', onKey, true);
}

/** Returns what was typed, and keeps nothing more. */
export function takeTyped(): TypedAhead {
  window.removeEventListener('keydown', onKey, true);
  const taken = typed;
  typed = NOTHING;
  return taken;
}

function onKey(event: KeyboardEvent): void {
  const { key, altKey, ctrlKey, metaKey } = event;
  if (Date.now() > until) return void takeTyped();
  // AltGr counts as Ctrl and Alt, and writes signs.
  if (event.isComposing || altKey !== ctrlKey || metaKey) return;
  if (key === 'Escape') {
    takeTyped();
    onEscape();
  } else if (key === 'Enter') typed = { ...typed, isEntered: true };
  else if (key === 'Backspace') type(typed.text.slice(0, -1));
  else if (/^.$/u.test(key)) type(typed.text + key);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** What is typed after Enter was meant for something else. */
function type(text: string): void {
  if (!typed.isEntered) typed = { text, isEntered: false };
}
