/**
 * Metric math, as far as alarms use it: numbers, ids, METRICS(), lists, FILL, SUM, AVG, MAX, MIN, the four operations
 * and comparisons. Anything else stops the start by its name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */

/** Values by period, the oldest first. Undefined: no data point. */
export type Series = readonly (number | undefined)[];

/** A number, one time series, or an array of them. */
type Value = number | Series | readonly Series[];

interface Scope {
  readonly periods: number;
  /** The metrics of the request by id, without expressions. */
  readonly metrics: ReadonlyMap<string, Series>;
}

export type Expression = (scope: Scope) => Series;
type Node = (scope: Scope) => Value;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]\w*)|(>=|<=|==|!=|[-+*/><(),[\]]))/y;

const OPERATIONS: Readonly<Record<string, (one: number, other: number) => number>> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
  '>': (one, other) => Number(one > other),
  '<': (one, other) => Number(one < other),
  '>=': (one, other) => Number(one >= other),
  '<=': (one, other) => Number(one <= other),
  '==': (one, other) => Number(one === other),
  '!=': (one, other) => Number(one !== other),
};
/** Operators that bind alike, the weakest first. */
const LEVELS = [
  ['>', '<', '>=', '<=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
];

const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MAX: (values) => Math.max(...values),
  MIN: (values) => Math.min(...values),
};

/** @throws {Error} that says what of the expression the local cloud does not know */
export function compileExpression(text: string): Expression {
  const tokens = tokenize(text);
  let at = 0;
  const fail = (what: string) =>
    new Error(`The local cloud does not know ${what} in the expression ${text}. Teach it in local/cloudwatch.`);
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected))
      throw fail(token === undefined ? 'its end' : `"${token}"`);
    return token;
  };

  function binary(level: number): Node {
    const operators = LEVELS[level];
    if (!operators) return operand();
    let left = binary(level + 1);
    while (operators.includes(tokens[at] ?? '')) {
      const [one, operation, other] = [left, OPERATIONS[take()], binary(level + 1)];
      if (operation) left = (scope) => combine(one(scope), other(scope), operation, scope);
    }
    return left;
  }

  function operand(): Node {
    const token = take();
    if (token === '-') {
      const negated = operand();
      return (scope) => combine(0, negated(scope), (zero, value) => zero - value, scope);
    }
    if (token === '(') {
      const inner = binary(0);
      take(')');
      return inner;
    }
    if (token === '[') {
      const items = list(']');
      return (scope) => items.map((item) => seriesOf(item(scope), scope));
    }
    if (/^\d/.test(token)) return () => Number(token);
    if (tokens[at] !== '(') return (scope) => scope.metrics.get(token) ?? missing(scope);
    take('(');
    return call(token, list(')'));
  }

  function list(end: string): Node[] {
    const items: Node[] = [];
    while (tokens[at] !== end) {
      items.push(binary(0));
      if (tokens[at] === ',') take();
      else break;
    }
    take(end);
    return items;
  }

  function call(name: string, [first, second]: readonly Node[]): Node {
    if (name === 'METRICS' && !first) return ({ metrics }) => [...metrics.values()];
    const aggregate = AGGREGATES[name];
    if (aggregate && first && !second) return (scope) => across(listOf(first(scope), fail), aggregate, scope);
    if (name === 'FILL' && first && second)
      return (scope) => {
        const [value, filler] = [first(scope), second(scope)];
        if (typeof filler !== 'number') throw fail('a filler that is no number');
        return isList(value) ? value.map((each) => fill(each, filler)) : fill(seriesOf(value, scope), filler);
      };
    throw fail(`the function ${name}`);
  }

  const root = binary(0);
  if (at < tokens.length) throw fail(`"${tokens[at]}"`);
  return (scope) => {
    const value = root(scope);
    if (isList(value)) throw fail('an array as the result');
    return seriesOf(value, scope);
  };
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new Error(`The local cloud does not know "${text.slice(start)}" in the expression ${text}.`);
    tokens.push(found[1] ?? found[2] ?? found[3] ?? '');
  }
  return tokens;
}

const isList = (value: Value): value is readonly Series[] => Array.isArray(value) && Array.isArray(value[0]);

const seriesOf = (value: Value, { periods }: Scope): Series => {
  if (typeof value === 'number') return Array.from({ length: periods }, () => value);
  return isList(value) ? (value[0] ?? []) : value;
};

/** An aggregate of one series is a single number for CloudWatch; no alarm here takes one. */
function listOf(value: Value, fail: (what: string) => Error): readonly Series[] {
  if (isList(value)) return value;
  throw fail('an aggregate of something else than an array');
}

const missing = ({ periods }: Scope): Series => Array.from({ length: periods }, () => undefined);

const fill = (series: Series, filler: number): Series => series.map((value) => value ?? filler);

/** Aggregates the values of each period. A period without any has none. */
function across(list: readonly Series[], by: (values: readonly number[]) => number, { periods }: Scope): Series {
  return Array.from({ length: periods }, (_, i) => {
    const values = list.flatMap((series) => series[i] ?? []);
    return values.length > 0 ? by(values) : undefined;
  });
}

/** Combines period by period. Where one of the two has no data point, the result has none. */
function combine(one: Value, other: Value, by: (one: number, other: number) => number, scope: Scope): Series {
  const [left, right] = [seriesOf(one, scope), seriesOf(other, scope)];
  return left.map((value, i) => {
    const second = right[i];
    return value === undefined || second === undefined ? undefined : by(value, second);
  });
}
