/**
 * What readers of the published descriptions are told of a schema. Functions without side effects to a bundler, unlike zod's own
 * checks of this purpose: what a function does not use is left out of it.
 */

import * as z from 'zod/mini';

/** The schema, with words and examples. */
// @__NO_SIDE_EFFECTS__
export function described<S extends z.ZodMiniType>(description: string, schema: S, examples?: readonly unknown[]): S {
  return withWords(schema, { description, ...(examples && { examples: [...examples] }) });
}

/** The schema, with words, published under a name of its own. */
// @__NO_SIDE_EFFECTS__
export function named<S extends z.ZodMiniType>(id: string, description: string, schema: S): S {
  return withWords(schema, { id, description });
}

function withWords<S extends z.ZodMiniType>(schema: S, words: z.core.GlobalMeta): S {
  const copy = schema.clone(undefined, { parent: true });
  z.globalRegistry.add(copy, words);
  return copy;
}
