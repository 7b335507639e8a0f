/** Something that is downloaded for as long as it is shown. */
import { useCallback, useEffect, useState } from 'react';

interface Loaded<T> {
  readonly value?: T | undefined;
  readonly problem?: unknown;
  /** Downloads it again; what was there stays until it has come. */
  reload(): Promise<void>;
}

/**
 * @param load the same function for as long as the same thing is asked for
 * @param occasion something after whose changes it is downloaded again
 */
export function useFetch<T>(load: () => Promise<T>, occasion?: unknown): Loaded<T> {
  const [state, setState] = useState<Pick<Loaded<T>, 'value' | 'problem'>>({});

  const reload = useCallback(
    () =>
      load().then(
        (value) => setState({ value }),
        (problem: unknown) => setState(({ value }) => ({ value, problem })),
      ),
    [load],
  );
  useEffect(() => void reload(), [reload, occasion]);

  return { ...state, reload };
}
