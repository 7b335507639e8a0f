/** Something that is downloaded when it is shown. */
import { useCallback, useEffect, useState } from 'react';

interface Fetched<T> {
  readonly value?: T | undefined;
  readonly problem?: unknown;
  /** Downloads it again. The old value stays until the new one is there. */
  reload(): Promise<void>;
}

/**
 * @param load must stay the same function while it loads the same thing
 * @param trigger loads again whenever it changes
 */
export function useFetch<T>(load: () => Promise<T>, trigger?: unknown): Fetched<T> {
  const [state, setState] = useState<Pick<Fetched<T>, 'value' | 'problem'>>({});

  const reload = useCallback(
    () =>
      load().then(
        (value) => setState({ value }),
        (problem: unknown) => setState(({ value }) => ({ value, problem })),
      ),
    [load],
  );
  useEffect(() => void reload(), [reload, trigger]);

  return { ...state, reload };
}
