/** Parses a request target: the stage, the path and the query string. */

export interface Target {
  readonly stage: string;
  /** With the stage, decoded. */
  readonly path: string;
  /** Without the stage, decoded. */
  readonly routePath: string;
  readonly queryString: string;
}

/**
 * Parses a request target. The first segment of its path is the stage; the stage `$default` has no segment.
 * @returns `malformed` if the path cannot be decoded, undefined if there is no such stage
 */
export function parseTarget(url: string, stages: ReadonlySet<string>): Target | 'malformed' | undefined {
  const question = url.indexOf('?');
  const path = decodePath(question < 0 ? url : url.slice(0, question));
  if (path === undefined) return 'malformed';
  const queryString = question < 0 ? '' : url.slice(question + 1);
  const end = path.indexOf('/', 1);
  const first = path.slice(1, end < 0 ? undefined : end);
  if (first !== '$default' && stages.has(first))
    return { stage: first, path, routePath: path.slice(first.length + 1) || '/', queryString };
  return stages.has('$default') ? { stage: '$default', path, routePath: path, queryString } : undefined;
}

function decodePath(path: string): string | undefined {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
