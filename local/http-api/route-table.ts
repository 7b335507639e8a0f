/**
 * Selects the route of a request. The path decides first, segment by segment: an exact segment wins over `{name}`, and
 * `{name}` over `{name+}`. Then the method decides: a named one wins over ANY. `$default` takes the rest.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */

export interface Match<R> {
  readonly route: R;
  /** Values of the path parameters, or undefined if the route has none. */
  readonly parameters: Readonly<Record<string, string>> | undefined;
}

interface CompiledRoute<R> {
  readonly route: R;
  readonly parameters: readonly { readonly name: string; readonly position: number; readonly greedy: boolean }[];
}

/** One path segment, with the routes that end at it by method. */
interface Node<R> {
  readonly exact: Map<string, Node<R>>;
  parameter: Node<R> | undefined;
  readonly greedy: Map<string, CompiledRoute<R>>;
  readonly ends: Map<string, CompiledRoute<R>>;
}

const emptyNode = <R>(): Node<R> => ({ exact: new Map(), parameter: undefined, greedy: new Map(), ends: new Map() });

/** @returns a function that finds the route of a method and a path without its stage */
export function compileRoutes<R extends { readonly routeKey: string }>(
  routes: readonly R[],
): (method: string, path: string) => Match<R> | undefined {
  const root = emptyNode<R>();
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  for (const route of routes) if (route !== fallback) insert(root, route);

  return (method, path) => {
    const segments = path.split('/').slice(1);
    const found = find(root, segments, 0, method);
    if (found) return { route: found.route, parameters: parametersOf(found, segments) };
    return fallback && { route: fallback, parameters: undefined };
  };
}

function insert<R extends { readonly routeKey: string }>(root: Node<R>, route: R): void {
  const [method = '', path = ''] = route.routeKey.split(' ');
  const segments = path.split('/').slice(1);
  const parameters = segments.flatMap((segment, position) => {
    const [, name, plus] = /^\{([^}+]+)(\+)?\}$/.exec(segment) ?? [];
    return name === undefined ? [] : [{ name, position, greedy: plus === '+' }];
  });

  let node = root;
  for (const [position, segment] of segments.entries()) {
    const parameter = parameters.find((one) => one.position === position);
    if (parameter?.greedy) {
      node.greedy.set(method, { route, parameters });
      return;
    }
    node = parameter ? (node.parameter ??= emptyNode<R>()) : child(node, segment);
  }
  node.ends.set(method, { route, parameters });
}

function child<R>(node: Node<R>, segment: string): Node<R> {
  const known = node.exact.get(segment);
  if (known) return known;
  const created = emptyNode<R>();
  node.exact.set(segment, created);
  return created;
}

function find<R>(
  node: Node<R>,
  segments: readonly string[],
  position: number,
  method: string,
): CompiledRoute<R> | undefined {
  const segment = segments[position];
  if (segment === undefined) return node.ends.get(method) ?? node.ends.get('ANY');
  const exact = node.exact.get(segment);
  const found = exact && find(exact, segments, position + 1, method);
  if (found) return found;
  // A parameter matches at least one character.
  if (segment === '') return undefined;
  const byParameter = node.parameter && find(node.parameter, segments, position + 1, method);
  return byParameter ?? node.greedy.get(method) ?? node.greedy.get('ANY');
}

function parametersOf<R>({ parameters }: CompiledRoute<R>, segments: readonly string[]): Match<R>['parameters'] {
  if (parameters.length === 0) return undefined;
  return Object.fromEntries(
    parameters.map(({ name, position, greedy }) => [
      name,
      greedy ? segments.slice(position).join('/') : (segments[position] ?? ''),
    ]),
  );
}
