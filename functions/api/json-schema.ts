/** JSON Schema for the published descriptions: as zod generates it, without the limits of JavaScript's numbers. */

import * as z from 'zod/mini';

export type Json = Record<string, unknown>;

/** @param io `output`: as the API answers; `input`: as it accepts */
export function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => simplify(jsonSchema, io),
  });
  return described;
}

function simplify(schema: Json, io: 'input' | 'output'): void {
  // Every integer is within what a double holds exactly, so these bounds say nothing.
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  // The pattern of a format only repeats the format, at length.
  if (schema['format'] !== undefined) delete schema['pattern'];
  // Answers may gain fields later, and clients written before must accept them.
  if (io === 'output' && schema['additionalProperties'] === false) delete schema['additionalProperties'];
}
