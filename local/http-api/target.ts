/** What a request's target says: the stage, the path and the query string. */

export interface Target {
  readonly stage: string;
  /** Decoded, with the stage. */
  readonly path: string;
  /** Decoded, without the stage. */
  readonly routePath: string;
  readonly queryString: string;
}

/** The stage is the path's first segment; the stage `$default` has no segment. */
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
