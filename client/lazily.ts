/** Parts of the client that most visits do without are loaded when they are needed. */

import { NetworkError } from './problem.ts';

/**
 * @param load imports a part and makes it
 * @returns a function that loads it once
 * @throws {NetworkError} the function rejects, where it could not be loaded: another call may succeed
 */
export function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw new NetworkError('A part of the client could not be loaded.', { cause: error });
    });
    return loading;
  };
}
