/** Evaluates identity-based IAM policies. */

export interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

export type Decision = 'allowed' | 'denied' | 'not allowed';

/** A statement compiled for many calls. */
interface Rule {
  readonly effect: Statement['Effect'];
  readonly action: (action: string) => boolean;
  readonly resource: (arn: string) => boolean;
}

const elements = new Set(['Sid', 'Effect', 'Action', 'Resource']);

/**
 * Compiles statements to a function that decides about calls. A matching Deny wins over any Allow, and without a
 * matching statement a call is not allowed.
 * @param owner what the policies belong to, for error messages
 * @throws {Error} that names an element the local cloud does not interpret (`Condition`, `NotAction`, …)
 */
export function compile(
  statements: readonly Statement[],
  owner: string,
): (action: string, resource: string) => Decision {
  const rules = statements.map((statement): Rule => {
    const unknown = Object.keys(statement).find((element) => !elements.has(element));
    if (unknown) {
      const value = JSON.stringify((statement as unknown as Record<string, unknown>)[unknown]);
      throw new Error(
        `The local cloud does not interpret ${unknown} in an IAM policy (of ${owner}: ${value}). ` +
          'Teach it in local/iam/policy.ts.',
      );
    }
    return {
      effect: statement.Effect,
      action: anyOf(statement.Action, (action) => action.toLowerCase()),
      resource: anyOf(statement.Resource),
    };
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
