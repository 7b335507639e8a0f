/** JSON Schema for readers: as zod makes it, without what only says how JavaScript counts. */
import * as z from 'zod/mini';

export type Json = Record<string, unknown>;

/** @param io `output`: as the API answers it; `input`: as it takes it */
export function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => withoutSafeLimits(jsonSchema) });
  return described;
}

/** Every whole number is within what a double holds exactly; where that is its only limit, it tells a reader nothing. */
function withoutSafeLimits(schema: Json): void {
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
}
