/** Invokes a route's function on behalf of the gateway, within the integration timeout. */
import type { Invoke, Invoker } from '../lambda/invoke.ts';

const PRINCIPAL = 'apigateway.amazonaws.com';

export class IntegrationTimeout extends Error {
  override readonly name = 'IntegrationTimeout';
}

/**
 * @param source the route's key, and the ARN of API, stage and route, which the function's permission must match
 * @param timeoutMs the time after which the gateway gives up. The function may go on.
 * @throws {IntegrationTimeout} and every error of `invoke`
 */
export async function invokeWithin(
  invoke: Invoke,
  functionArn: string,
  event: unknown,
  source: Pick<Invoker, 'sourceArn' | 'route'>,
  timeoutMs: number,
): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new IntegrationTimeout(`The function did not return within ${timeoutMs} ms.`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([invoke(functionArn, event, { principal: PRINCIPAL, ...source }), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Formats an integration's error as one line for the log. */
export function failureLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const kind = 'errorType' in error ? String(error.errorType) : error.name;
  return `${kind}: ${error.message.split('\n', 1)[0]}`;
}
