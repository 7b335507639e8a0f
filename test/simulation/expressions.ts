/**
 * DynamoDB's condition and update expressions on plain values, as far as the functions use them. Anything else throws.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export type Item = Readonly<Record<string, unknown>>;

/** The values of an expression's placeholders. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

type Evaluate<T> = (item: Item, placeholders: Placeholders) => T;
type Condition = Evaluate<boolean>;
type Update = (before: Item, after: Record<string, unknown>, placeholders: Placeholders) => void;

const conditions = new Map<string, Condition>();
const updates = new Map<string, readonly Update[]>();

/** True if the item satisfies a condition. */
export function holds(expression: string | undefined, item: Item, placeholders: Placeholders): boolean {
  if (expression === undefined) return true;
  return cached(conditions, expression, () => whole(expression, anyOf))(item, placeholders);
}

/** Returns the item after an update. Every clause sees the item as it was before. */
export function updated(expression: string, before: Item, placeholders: Placeholders): Item {
  const after = { ...before };
  for (const update of cached(updates, expression, () => whole(expression, clauses)))
    update(before, after, placeholders);
  return after;
}

function cached<T>(cache: Map<string, T>, expression: string, compile: () => T): T {
  const compiled = cache.get(expression) ?? compile();
  cache.set(expression, compiled);
  return compiled;
}

class Tokens {
  readonly #expression: string;
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(expression: string) {
    this.#expression = expression;
    this.#tokens = expression.match(/<>|<=|>=|[=<>(),+-]|[#:]?\w+|\S/g) ?? [];
  }

  get next(): string {
    return this.#tokens[this.#next] ?? '';
  }

  take(): string {
    const token = this.next;
    this.#next++;
    return token;
  }

  /** Takes the next token if it is this one, in any case. */
  skip(token: string): boolean {
    const skipped = this.next.toUpperCase() === token;
    if (skipped) this.#next++;
    return skipped;
  }

  expect(token: string): void {
    if (!this.skip(token)) throw this.unexpected();
  }

  unexpected(): Error {
    return new Error(`The simulation cannot read '${this.next}' in the expression '${this.#expression}'.`);
  }
}

function whole<T>(expression: string, read: (tokens: Tokens) => T): T {
  const tokens = new Tokens(expression);
  const compiled = read(tokens);
  if (tokens.next !== '') throw tokens.unexpected();
  return compiled;
}

function anyOf(tokens: Tokens): Condition {
  const one = allOf(tokens);
  if (!tokens.skip('OR')) return one;
  const other = anyOf(tokens);
  return (item, placeholders) => one(item, placeholders) || other(item, placeholders);
}

function allOf(tokens: Tokens): Condition {
  const one = comparison(tokens);
  if (!tokens.skip('AND')) return one;
  const other = allOf(tokens);
  return (item, placeholders) => one(item, placeholders) && other(item, placeholders);
}

function comparison(tokens: Tokens): Condition {
  if (tokens.skip('NOT')) {
    const negated = comparison(tokens);
    return (item, placeholders) => !negated(item, placeholders);
  }
  if (tokens.skip('(')) {
    const inner = anyOf(tokens);
    tokens.expect(')');
    return inner;
  }
  if (tokens.skip('ATTRIBUTE_EXISTS')) return call(tokens, (value) => value !== undefined);
  if (tokens.skip('ATTRIBUTE_NOT_EXISTS')) return call(tokens, (value) => value === undefined);
  if (tokens.skip('BEGINS_WITH'))
    return call(tokens, (value, prefix) => typeof value === 'string' && value.startsWith(String(prefix)));
  if (tokens.skip('CONTAINS'))
    return call(tokens, (value, member) => (value instanceof Set ? value.has(member) : false));
  const left = operand(tokens);
  if (tokens.skip('BETWEEN')) {
    const least = operand(tokens);
    tokens.expect('AND');
    const most = operand(tokens);
    return (item, at) =>
      compare(left(item, at), '>=', least(item, at)) && compare(left(item, at), '<=', most(item, at));
  }
  const operator = tokens.take();
  const right = operand(tokens);
  return (item, placeholders) => compare(left(item, placeholders), operator, right(item, placeholders));
}

function call(tokens: Tokens, test: (...values: unknown[]) => boolean): Condition {
  const values = list(tokens);
  return (item, placeholders) => test(...values.map((value) => value(item, placeholders)));
}

function list(tokens: Tokens): Evaluate<unknown>[] {
  tokens.expect('(');
  const values = [operand(tokens)];
  while (tokens.skip(',')) values.push(operand(tokens));
  tokens.expect(')');
  return values;
}

/** Compares as DynamoDB does: false for values of different types and for missing ones. */
function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === '<>') return left !== right;
  if (left === undefined || typeof left !== typeof right) return false;
  const [one, other] = [left as number, right as number];
  switch (operator) {
    case '=':
      return one === other;
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    case '>=':
      return one >= other;
    default:
      throw new Error(`The simulation cannot compare with '${operator}'.`);
  }
}

function operand(tokens: Tokens): Evaluate<unknown> {
  const token = tokens.take();
  if (token.startsWith(':')) return (_, { ExpressionAttributeValues = {} }) => ExpressionAttributeValues[token];
  if (token === 'if_not_exists') {
    const [present, otherwise] = list(tokens);
    return (item, placeholders) => present?.(item, placeholders) ?? otherwise?.(item, placeholders);
  }
  if (token === 'size') {
    const [counted] = list(tokens);
    return (item, placeholders) => sizeOf(counted?.(item, placeholders));
  }
  if (!/^#?\w+$/.test(token)) throw tokens.unexpected();
  const path = [token];
  while (tokens.skip('.')) path.push(tokens.take());
  return (item, placeholders) =>
    path.reduce((value: unknown, name) => (value as Item | undefined)?.[nameOf(name, placeholders)], item);
}

/** Returns how many members a set has; undefined for anything else. */
const sizeOf = (value: unknown): number | undefined => (value instanceof Set ? value.size : undefined);

const nameOf = (token: string, { ExpressionAttributeNames = {} }: Placeholders): string =>
  ExpressionAttributeNames[token] ?? token;

function clauses(tokens: Tokens): readonly Update[] {
  const found: Update[] = [];
  while (tokens.next !== '') {
    const name = Object.keys(CLAUSES).find((each) => tokens.skip(each));
    const clause = name === undefined ? undefined : CLAUSES[name];
    if (!clause) throw tokens.unexpected();
    do found.push(clause(tokens));
    while (tokens.skip(','));
  }
  return found;
}

/** Reads an attribute, or a field of one that is a map. */
function target(tokens: Tokens): readonly string[] {
  const path = [tokens.take()];
  while (tokens.skip('.')) path.push(tokens.take());
  return path;
}

type Changed = Record<string, unknown>;

/** Returns the map that holds the last name of a path: a copy, since versions of an item share what did not change. */
function holderOf(item: Changed, path: readonly string[], placeholders: Placeholders): Changed {
  let holder = item;
  for (const token of path.slice(0, -1)) {
    const name = nameOf(token, placeholders);
    const copy: Changed = { ...(holder[name] as Item) };
    holder[name] = copy;
    holder = copy;
  }
  return holder;
}

function set(tokens: Tokens): Update {
  const path = target(tokens);
  tokens.expect('=');
  const first = operand(tokens);
  const sign = tokens.skip('+') ? 1 : tokens.skip('-') ? -1 : undefined;
  const second = sign && operand(tokens);
  return (before, after, placeholders) => {
    const value = first(before, placeholders);
    holderOf(after, path, placeholders)[nameOf(path.at(-1) ?? '', placeholders)] =
      sign && second ? Number(value) + sign * Number(second(before, placeholders)) : value;
  };
}

function remove(tokens: Tokens): Update {
  const path = target(tokens);
  return (_, after, placeholders) => {
    delete holderOf(after, path, placeholders)[nameOf(path.at(-1) ?? '', placeholders)];
  };
}

/** Adds to a number, or to a set. */
function add(tokens: Tokens): Update {
  const attribute = tokens.take();
  const added = operand(tokens);
  return (before, after, placeholders) => {
    const name = nameOf(attribute, placeholders);
    const [old, more] = [before[name], added(before, placeholders)];
    after[name] =
      more instanceof Set
        ? new Set([...((old as Set<unknown> | undefined) ?? []), ...more])
        : Number(old ?? 0) + Number(more);
  };
}

/** Takes members out of a set. There is no empty set: the attribute goes with its last member. */
function removeMembers(tokens: Tokens): Update {
  const attribute = tokens.take();
  const removed = operand(tokens);
  return (before, after, placeholders) => {
    const name = nameOf(attribute, placeholders);
    const members = new Set((before[name] as Set<unknown> | undefined) ?? []);
    for (const member of removed(before, placeholders) as Set<unknown>) members.delete(member);
    if (members.size > 0) after[name] = members;
    else delete after[name];
  };
}

const CLAUSES: Readonly<Record<string, (tokens: Tokens) => Update>> = {
  SET: set,
  REMOVE: remove,
  ADD: add,
  DELETE: removeMembers,
};
