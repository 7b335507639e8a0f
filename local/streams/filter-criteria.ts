/**
 * The patterns of `FilterCriteria`, which select a mapping's records, in EventBridge's syntax.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export type Predicate = (value: unknown) => boolean;

/**
 * Compiles patterns to one predicate. A record passes if any pattern matches; without patterns every record passes.
 * @param patterns each as JSON
 * @throws {Error} that names an unknown operator
 */
export function compileFilter(patterns: readonly string[]): Predicate {
  const filters = patterns.map((pattern) => compile(JSON.parse(pattern), pattern));
  return filters.length === 0 ? () => true : (record) => filters.some((matches) => matches(record));
}

function compile(pattern: unknown, source: string): Predicate {
  if (Array.isArray(pattern)) return anyOf(pattern.map((rule) => compileRule(rule, source)));
  if (!isObject(pattern))
    throw new Error(`The filter pattern ${source} needs lists of values, but has ${JSON.stringify(pattern)}.`);
  const fields = Object.entries(pattern).map(([name, inner]) => {
    if (name.startsWith('$')) throw unknown(name, source);
    return { name, matches: compile(inner, source) };
  });
  const matchesObject: Predicate = (value) =>
    fields.every(({ name, matches }) => matches(isObject(value) ? value[name] : undefined));
  return (value) => (Array.isArray(value) ? value.some(matchesObject) : matchesObject(value));
}

const anyOf =
  (rules: readonly Predicate[]): Predicate =>
  (value) =>
    rules.some((matches) => matches(value));

/** Compiles one value of a list: a literal, or an object with one operator. */
function compileRule(rule: unknown, source: string): Predicate {
  if (!isObject(rule)) return present((value) => value === rule);
  const [operator, argument] = Object.entries(rule)[0] ?? ['{}', undefined];
  if (Object.keys(rule).length > 1)
    throw new Error(`A rule of a filter pattern must have one operator, but ${JSON.stringify(rule)} has several.`);
  switch (operator) {
    case 'exists':
      return (value) => (value !== undefined) === argument;
    case 'prefix':
      return present((value) => typeof value === 'string' && value.startsWith(String(argument)));
    case 'anything-but':
      return anythingBut(argument, source);
    case 'numeric':
      return numeric(argument, source);
    default:
      throw unknown(operator, source);
  }
}

/** An array matches if any of its elements does. An absent field never matches. */
const present =
  (matches: Predicate): Predicate =>
  (value) =>
    value !== undefined && (Array.isArray(value) ? value.some(matches) : matches(value));

function anythingBut(argument: unknown, source: string): Predicate {
  const excluded = (Array.isArray(argument) ? argument : [argument]).map((rule) => compileRule(rule, source));
  return present((value) => !excluded.some((matches) => matches(value)));
}

function numeric(argument: unknown, source: string): Predicate {
  if (!Array.isArray(argument) || argument.length === 0 || argument.length % 2 !== 0) throw unknown('numeric', source);
  const comparisons: ((value: number) => boolean)[] = [];
  for (let at = 0; at < argument.length; at += 2)
    comparisons.push(comparison(argument[at], Number(argument[at + 1]), source));
  return present((value) => typeof value === 'number' && comparisons.every((holds) => holds(value)));
}

function comparison(operator: unknown, bound: number, source: string): (value: number) => boolean {
  switch (operator) {
    case '=':
      return (value) => value === bound;
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '>':
      return (value) => value > bound;
    case '>=':
      return (value) => value >= bound;
    default:
      throw unknown(`numeric ${String(operator)}`, source);
  }
}

const unknown = (operator: string, source: string) =>
  new Error(
    `The local cloud does not know the operator ${operator} in the filter pattern ${source}. ` +
      'Teach it in local/streams/filter-criteria.ts.',
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
