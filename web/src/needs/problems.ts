/** Checks a post before it is sent, by the contract's own schemas: what they say, field by field, as sentences. */
import { problems } from '../words/problems.ts';

/** What is needed of a schema. */
interface Schema {
  safeParse(value: unknown): {
    readonly error?:
      | { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }
      | undefined;
  };
}

/** @returns what is wrong, by the first part of its path; empty: nothing is */
export function problemsOf(schema: Schema, value: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { path, message } of schema.safeParse(value).error?.issues ?? [])
    found[String(path[0])] ??= problems.field(message);
  return found;
}
