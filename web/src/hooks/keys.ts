/** What a key press means: by all of its modifiers, and on keyboards of any script. */
import { signOfLine } from './direction.ts';

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

const modifiersOf = ({ altKey, ctrlKey, metaKey, shiftKey }: KeyPress): string =>
  [altKey && 'Alt', ctrlKey && 'Ctrl', metaKey && 'Meta', shiftKey && 'Shift'].filter(Boolean).join('+');

/**
 * True for a key that an input method takes: Enter then ends a composition. Safari ends the composition before the key,
 * and marks the key by code 229.
 */
export const isComposing = (press: KeyboardEvent): boolean => press.isComposing || press.keyCode === 229;

/** True if no modifier is held. */
export const isPlain = (press: KeyPress): boolean => modifiersOf(press) === '';

/** True if Shift is held, and nothing else. */
export const isWithShift = (press: KeyPress): boolean => modifiersOf(press) === 'Shift';

/** True if Alt is held, and nothing else: AltGr counts as Ctrl and Alt. */
export const isWithAlt = (press: KeyPress): boolean => modifiersOf(press) === 'Alt';

/** True if Alt and Shift are held, and nothing else. */
export const isWithAltAndShift = (press: KeyPress): boolean => modifiersOf(press) === 'Alt+Shift';

/** True for Ctrl or ⌘ and a letter, by its place on the keyboard where the layout has no Latin letters. */
export function isCommand(press: KeyPress, letter: string): boolean {
  if (!['Ctrl', 'Meta'].includes(modifiersOf(press))) return false;
  const pressed = press.key.toLowerCase();
  return pressed === letter || (/\P{ASCII}/u.test(pressed) && press.code === `Key${letter.toUpperCase()}`);
}

/**
 * True for Ctrl or ⌘ and `/`, which may need Shift: it is Shift+7 on a German keyboard. Where a layout has no Latin
 * letters, its place counts as well, which has a full stop on Russian and Hebrew keyboards.
 */
export function isCommandSlash(press: KeyPress): boolean {
  const modifiers = modifiersOf(press);
  if (press.key === '/') return ['Ctrl', 'Meta', 'Ctrl+Shift', 'Meta+Shift'].includes(modifiers);
  return press.code === 'Slash' && /^(?:\.|\P{ASCII})$/u.test(press.key) && ['Ctrl', 'Meta'].includes(modifiers);
}

/** Returns 1 for the arrow key that goes on along a line of `element`, -1 for the one that goes back. */
export function stepInLine({ key }: Pick<KeyPress, 'key'>, element: Element): number | undefined {
  const toTheRight = { ArrowRight: 1, ArrowLeft: -1 }[key];
  return toTheRight && toTheRight * signOfLine(element);
}

const WITHOUT_TEXT = new Set(['button', 'checkbox', 'radio', 'submit']);

/** True for fields in which people write, and which have an undoing of their own. */
export const isText = (target: EventTarget | null): target is HTMLTextAreaElement | HTMLInputElement =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !WITHOUT_TEXT.has(target.type));

/**
 * True if what has the focus has no use for an arrow key: in a text, the caret is in its first line, or its last one.
 * @param target of the event
 */
export function isFreeArrow(target: EventTarget | null, key: 'ArrowUp' | 'ArrowDown'): boolean {
  if (target instanceof HTMLSelectElement) return false;
  if (!isText(target)) return true;
  const { selectionStart: start, selectionEnd: end, value } = target;
  if (start === null || end !== start) return false;
  return !(key === 'ArrowUp' ? value.slice(0, start) : value.slice(start)).includes('\n');
}
