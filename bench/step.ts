/** One step of the walk over the API. */
import type { Scene } from './scene.ts';

/** Prepares a request. @returns the request itself, whose cost is measured */
export type Step = (scene: Scene) => Promise<() => unknown>;
