/** One tab stop for a whole list: arrows, Home and End move within it (WAI-ARIA APG, roving tabindex). */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

interface Roving {
  readonly list: { onKeyDown(event: KeyboardEvent<HTMLElement>): void };
  item(key: string): { 'data-roving': string; tabIndex: number; onFocus(): void };
}

/** When a conversation is left and nothing else has the focus, it goes back to the row of the list that led there. */
export function useFocusOnReturn(peer: string | undefined): void {
  const left = useRef(peer);
  useEffect(() => {
    const before = left.current;
    left.current = peer;
    if (before === undefined || peer !== undefined || !isFocusLost()) return;
    document.querySelector<HTMLElement>(`[data-roving="${before}"]`)?.focus();
  }, [peer]);
}

/** Whether nothing has the focus, or something that is hidden now. */
export function isFocusLost(): boolean {
  const focused = document.activeElement ?? document.body;
  return focused === document.body || !focused.checkVisibility();
}

const STEPS: Readonly<Record<string, (index: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: () => Number.POSITIVE_INFINITY,
};

/**
 * @param keys of the items in order
 * @param preferred the item where Tab arrives first
 */
export function useRovingFocus(keys: readonly string[], preferred: string | undefined): Roving {
  const [focused, setFocused] = useState<string>();
  const stop = [focused, preferred].find((key) => key !== undefined && keys.includes(key)) ?? keys[0];

  return {
    list: {
      onKeyDown(event) {
        const step = STEPS[event.key];
        if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
        const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-roving]')];
        const index = items.findIndex((item) => item === document.activeElement);
        if (index < 0) return;
        event.preventDefault();
        items[Math.min(items.length - 1, Math.max(0, step(index)))]?.focus();
      },
    },
    item: (key) => ({ 'data-roving': key, tabIndex: key === stop ? 0 : -1, onFocus: () => setFocused(key) }),
  };
}
