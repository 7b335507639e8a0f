/** A button's action that asks the browser where this device is. */
import { useState } from 'react';
import { mySquare } from './locate.ts';

interface MySquare {
  readonly busy: boolean;
  /** Why the last try failed. */
  readonly problem: string | undefined;
  /** Call it on a click only: the browser asks the person. */
  locate(): void;
}

/** @param onFound gets the middle of the square, as `latitude,longitude` */
export function useMySquare(onFound: (square: string) => void): MySquare {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  return {
    busy,
    problem,
    locate() {
      setBusy(true);
      setProblem(undefined);
      mySquare()
        .then(
          ({ latitude, longitude }) => onFound(`${latitude},${longitude}`),
          (reason: unknown) => setProblem(reason instanceof Error ? reason.message : String(reason)),
        )
        .finally(() => setBusy(false));
    },
  };
}
