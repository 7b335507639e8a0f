/** Most people send no files: what uploads them is loaded for those who do. */

import { lazily } from './lazily.ts';
import type { Unsent } from './unsent.ts';
import type { Uploads, UploadsOptions } from './uploads.ts';

/** @returns as `lazily` does */
export const lazyUploads = <T extends Unsent>(options: UploadsOptions<T>): (() => Promise<Uploads<T>>) =>
  lazily(async () => (await import('./uploads.ts')).createUploads(options));
