/** Evaluates identity-based IAM policies. */

export interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  /** Values by condition key, by operator. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export type Decision = 'allowed' | 'denied' | 'not allowed';

/** A statement compiled for many calls. */
interface Rule {
  readonly effect: Statement['Effect'];
  readonly action: (action: string) => boolean;
  readonly resource: (arn: string) => boolean;
}

const elements = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition']);
/** Condition keys with the account that a resource belongs to. */
const resourceAccountKeys = new Set(['aws:ResourceAccount', 's3:ResourceAccount']);

/**
 * Compiles statements to a function that decides about calls. A matching Deny wins over any Allow, and without a
 * matching statement a call is not allowed.
 * @param owner what the policies belong to, for error messages
 * @param accountId the account that all resources belong to
 * @throws {Error} that names an element or condition the local cloud does not interpret (`NotAction`, …)
 */
export function compile(
  statements: readonly Statement[],
  owner: string,
  accountId?: string,
): (action: string, resource: string) => Decision {
  const refuse = (element: string, value: unknown): never => {
    throw new Error(
      `The local cloud does not interpret ${element} in an IAM policy (of ${owner}: ${JSON.stringify(value)}). ` +
        'Teach it in local/iam/policy.ts.',
    );
  };
  /** True if the statement applies to resources of the account. */
  const holds = ({ Condition = {} }: Statement): boolean =>
    Object.entries(Condition)
      .flatMap(([operator, values]) =>
        operator === 'StringEquals' ? Object.entries(values) : refuse('Condition', Condition),
      )
      .map(([key, value]) =>
        resourceAccountKeys.has(key)
          ? [value].flat().some((account) => account === accountId)
          : refuse('Condition', Condition),
      )
      .every(Boolean);
  const rules = statements.flatMap((statement): Rule[] => {
    const unknown = Object.keys(statement).find((element) => !elements.has(element));
    if (unknown) return refuse(unknown, (statement as unknown as Record<string, unknown>)[unknown]);
    const rule: Rule = {
      effect: statement.Effect,
      action: anyOf(statement.Action, (action) => action.toLowerCase()),
      resource: anyOf(statement.Resource),
    };
    return holds(statement) ? [rule] : [];
  });

  return (action, resource) => {
    const lowerAction = action.toLowerCase();
    const matching = rules.filter((rule) => rule.action(lowerAction) && rule.resource(resource));
    if (matching.some((rule) => rule.effect === 'Deny')) return 'denied';
    return matching.length > 0 ? 'allowed' : 'not allowed';
  };
}

/** @returns a function that is true if any of the patterns matches */
function anyOf(
  patterns: string | readonly string[],
  normalize = (pattern: string): string => pattern,
): (text: string) => boolean {
  const matchers = [patterns].flat().map((pattern) => matcher(normalize(pattern)));
  return (text) => matchers.some((matches) => matches(text));
}

/**
 * Compiles a pattern with IAM's wildcards, which Lambda's permissions use too: `*` matches any text, `?` one character.
 * @returns a function that is true if a text matches the pattern
 */
export function matcher(pattern: string): (text: string) => boolean {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}
