/** A value that follows another one when it has stayed the same for a while. */
import { useEffect, useState } from 'react';

/** @param milliseconds how long */
export function useDebounced<T>(value: T, milliseconds: number): T {
  const [delayed, setDelayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return delayed;
}
