/** A value that follows another one once that has stayed the same for a while. */
import { useEffect, useState } from 'react';

/** For searches: how long no key must have been pressed before one is sent. */
export const SEARCH_DEBOUNCE_MS = 120;

export function useDebounced<T>(value: T, delayMs: number): T {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return debounced;
}
