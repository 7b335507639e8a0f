/** Most people send no files: what uploads them is loaded for those who do. */

import { NetworkError } from './problem.ts';
import type { Unsent } from './unsent.ts';
import type { Uploads, UploadsOptions } from './uploads.ts';

/**
 * @returns a function that loads it once
 * @throws {NetworkError} the function rejects, where it could not be loaded: another call may succeed
 */
export function lazyUploads<T extends Unsent>(options: UploadsOptions<T>): () => Promise<Uploads<T>> {
  let loading: Promise<Uploads<T>> | undefined;
  return () => {
    loading ??= import('./uploads.ts').then(
      ({ createUploads }) => createUploads(options),
      (error: unknown) => {
        loading = undefined;
        throw new NetworkError('A part of the client could not be loaded.', { cause: error });
      },
    );
    return loading;
  };
}
