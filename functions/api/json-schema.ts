/** JSON Schema for readers: as zod makes it, without what only says how JavaScript counts. */

import * as z from 'zod/mini';

export type Json = Record<string, unknown>;

/** @param io `output`: as the API answers it; `input`: as it takes it */
export function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => simplify(jsonSchema, io),
  });
  return described;
}

function simplify(schema: Json, io: 'input' | 'output'): void {
  // Every whole number is within what a double holds exactly.
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  // The pattern of a format says the same again, at length.
  if (schema['format'] !== undefined) delete schema['pattern'];
  // What is answered may gain fields some day, and clients written before must take it.
  if (io === 'output' && schema['additionalProperties'] === false) delete schema['additionalProperties'];
}
