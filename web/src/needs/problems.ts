/** Checks a post before it is sent, by the contract's own schemas: what they find, field by field, as sentences. */
import { type Issue, faultOf } from '#contract/fault-of.ts';
import { problems } from '../words/problems.ts';

interface FoundIssue extends Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What is needed of a schema. */
interface Schema {
  safeParse(
    value: unknown,
    options: { readonly reportInput: true },
  ): { readonly error?: { readonly issues: readonly FoundIssue[] } | undefined };
}

/** @returns what is wrong, by the first part of its path; empty: nothing is */
export function problemsOf(schema: Schema, value: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const issue of schema.safeParse(value, { reportInput: true }).error?.issues ?? [])
    found[String(issue.path[0])] ??= problems.field(issue.message, faultOf(issue));
  return found;
}
