/** The route selection expression, which says which field of a message names its route. */

/**
 * @param expression for example `$request.body.action`; dots separate nested fields
 * @returns a function that reads the field from a message, or undefined if the message is not JSON or lacks the field
 */
export function compileRouteSelection(expression: string): (message: string) => string | undefined {
  const [, path] = /^\$\{?request\.body\.([\w.-]+)\}?$/.exec(expression) ?? [];
  if (path === undefined)
    throw new Error(
      `The local cloud does not interpret the route selection expression ${expression}. ` +
        'Teach it in local/web-socket-api/route-selection.ts.',
    );
  const fields = path.split('.');

  return (message) => {
    let value: unknown;
    try {
      value = JSON.parse(message);
    } catch {
      return undefined;
    }
    for (const field of fields) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined;
      value = (value as Record<string, unknown>)[field];
    }
    return typeof value === 'string' ? value : undefined;
  };
}
