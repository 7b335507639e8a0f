/**
 * Descriptions, names and examples of schemas for the published API descriptions. To a bundler these functions
 * have no side effects, unlike zod's own checks for this purpose, so a function's bundle leaves out the schemas
 * it does not use.
 */

import * as z from 'zod/mini';

/** Returns a copy of the schema with a description, and examples if given. */
// @__NO_SIDE_EFFECTS__
export function described<S extends z.ZodMiniType>(description: string, schema: S, examples?: readonly unknown[]): S {
  return withMetadata(schema, { description, ...(examples && { examples: [...examples] }) });
}

/** Returns a copy of the schema with a description, published under a name of its own. */
// @__NO_SIDE_EFFECTS__
export function named<S extends z.ZodMiniType>(id: string, description: string, schema: S): S {
  return withMetadata(schema, { id, description });
}

function withMetadata<S extends z.ZodMiniType>(schema: S, metadata: z.core.GlobalMeta): S {
  const copy = schema.clone(undefined, { parent: true });
  z.globalRegistry.add(copy, metadata);
  return copy;
}
