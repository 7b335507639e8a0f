/**
 * Chooses the route of a request: the path decides first, segment by segment, an exact one before `{name}` before
 * `{name+}`; then the method, a named one before ANY; `$default` takes what is left.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */

export interface Match<R> {
  readonly route: R;
  /** Values of the path's `{name}`s; undefined where it has none. */
  readonly parameters: Readonly<Record<string, string>> | undefined;
}

interface Entry<R> {
  readonly route: R;
  readonly parameters: readonly { readonly name: string; readonly position: number; readonly greedy: boolean }[];
}

/** One segment of the paths, with the routes that end here, by method. */
interface Node<R> {
  readonly exact: Map<string, Node<R>>;
  parameter: Node<R> | undefined;
  readonly greedy: Map<string, Entry<R>>;
  readonly ends: Map<string, Entry<R>>;
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
    const entry = find(root, segments, 0, method);
    if (entry) return { route: entry.route, parameters: parametersOf(entry, segments) };
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
  const made = emptyNode<R>();
  node.exact.set(segment, made);
  return made;
}

function find<R>(node: Node<R>, segments: readonly string[], position: number, method: string): Entry<R> | undefined {
  const segment = segments[position];
  if (segment === undefined) return node.ends.get(method) ?? node.ends.get('ANY');
  const exact = node.exact.get(segment);
  const found = exact && find(exact, segments, position + 1, method);
  if (found) return found;
  // A parameter stands for at least one character.
  if (segment === '') return undefined;
  const byParameter = node.parameter && find(node.parameter, segments, position + 1, method);
  return byParameter ?? node.greedy.get(method) ?? node.greedy.get('ANY');
}

function parametersOf<R>({ parameters }: Entry<R>, segments: readonly string[]): Match<R>['parameters'] {
  if (parameters.length === 0) return undefined;
  return Object.fromEntries(
    parameters.map(({ name, position, greedy }) => [
      name,
      greedy ? segments.slice(position).join('/') : (segments[position] ?? ''),
    ]),
  );
}
