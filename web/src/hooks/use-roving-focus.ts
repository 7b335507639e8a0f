/**
 * One tab stop for a whole list: arrows, Home and End move within it, and a letter moves to the next item whose name
 * begins with it (WAI-ARIA APG, roving tabindex).
 */
import { type KeyboardEvent, useRef, useState } from 'react';
import { isPlain } from './keys.ts';

/** The props of an item. */
export interface RovingItem {
  readonly 'data-roving': string;
  readonly tabIndex: number;
  onFocus(): void;
}

export interface RovingFocus {
  /** The props of the list. */
  readonly list: { onKeyDown(event: KeyboardEvent<HTMLElement>): void };
  item(key: string): RovingItem;
  /** The item that Tab reaches. */
  readonly tabStop: string | undefined;
  /** The item that is to have the focus, and is not in the page yet: another object for each key press. */
  readonly sought: { readonly key: string } | undefined;
}

const STEPS: Readonly<Record<string, (index: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: () => Number.POSITIVE_INFINITY,
};

/**
 * @param keys of the items, in order
 * @param preferred the item that Tab reaches first
 * @param nameOf returns the name of an item, by its number; without it, letters do nothing
 */
export function useRovingFocus(
  keys: readonly string[],
  preferred: string | undefined,
  nameOf?: (index: number) => string,
): RovingFocus {
  const [focused, setFocused] = useState<string>();
  const [sought, setSought] = useState<{ readonly key: string }>();
  /** The key of `sought` until it has the focus: further key presses go on from there. */
  const pending = useRef<string>(undefined);
  const tabStop = [focused, preferred].find((key) => key !== undefined && keys.includes(key)) ?? keys[0];

  return {
    list: {
      onKeyDown(event) {
        if (!isPlain(event)) return;
        const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-roving]')];
        const from = pending.current ?? items.find((item) => item === document.activeElement)?.dataset['roving'];
        const index = from === undefined ? -1 : keys.indexOf(from);
        if (index < 0) return;
        const step = STEPS[event.key];
        const to = step ? step(index) : nextNamed(event.key, keys.length, index, nameOf);
        if (to === undefined) return;
        const key = keys[Math.min(keys.length - 1, Math.max(0, to))] ?? '';
        event.preventDefault();
        if (key === from) return;
        pending.current = key;
        const item = items.find(({ dataset }) => dataset['roving'] === key);
        // What was not measured yet is hidden, and takes no focus.
        item?.focus();
        if (pending.current !== undefined) setSought({ key });
      },
    },
    item: (key) => ({
      'data-roving': key,
      tabIndex: key === tabStop ? 0 : -1,
      onFocus() {
        pending.current = undefined;
        setSought(undefined);
        setFocused(key);
      },
    }),
    tabStop,
    sought,
  };
}

/** Returns the number of the next item whose name begins with this letter or digit, after the last the first. */
function nextNamed(
  letter: string,
  count: number,
  index: number,
  nameOf: ((index: number) => string) | undefined,
): number | undefined {
  if (!nameOf || !/^[\p{L}\p{N}]$/u.test(letter)) return undefined;
  for (let step = 1; step <= count; step++) {
    const candidate = (index + step) % count;
    if (nameOf(candidate).toLowerCase().startsWith(letter.toLowerCase())) return candidate;
  }
  return undefined;
}
