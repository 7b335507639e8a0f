/** One tab stop for a whole list: arrows, Home and End move within it (WAI-ARIA APG, roving tabindex). */
import { type KeyboardEvent, useState } from 'react';
import { isPlain } from './keys.ts';

/** The props of an item. */
export interface RovingItem {
  readonly 'data-roving': string;
  readonly tabIndex: number;
  onFocus(): void;
}

interface RovingFocus {
  /** The props of the list. */
  readonly list: { onKeyDown(event: KeyboardEvent<HTMLElement>): void };
  item(key: string): RovingItem;
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
 */
export function useRovingFocus(keys: readonly string[], preferred: string | undefined): RovingFocus {
  const [focused, setFocused] = useState<string>();
  const tabStop = [focused, preferred].find((key) => key !== undefined && keys.includes(key)) ?? keys[0];

  return {
    list: {
      onKeyDown(event) {
        const step = STEPS[event.key];
        if (!step || !isPlain(event)) return;
        const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-roving]')];
        const index = items.findIndex((item) => item === document.activeElement);
        if (index < 0) return;
        event.preventDefault();
        items[Math.min(items.length - 1, Math.max(0, step(index)))]?.focus();
      },
    },
    item: (key) => ({ 'data-roving': key, tabIndex: key === tabStop ? 0 : -1, onFocus: () => setFocused(key) }),
  };
}
