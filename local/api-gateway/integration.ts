/** Calls a route's function in the gateway's name and within the integration's time. */
import type { Invoke } from '../lambda/invoke.ts';

const PRINCIPAL = 'apigateway.amazonaws.com';

export class IntegrationTimeout extends Error {
  override readonly name = 'IntegrationTimeout';
}

/**
 * @param sourceArn the API's, stage's and route's ARN, which the function's permission must match
 * @param milliseconds after which the gateway gives up; the function may go on
 * @throws {IntegrationTimeout} and whatever `invoke` throws
 */
export async function invokeWithin(
  invoke: Invoke,
  functionArn: string,
  event: unknown,
  sourceArn: string,
  milliseconds: number,
): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new IntegrationTimeout(`The function did not answer within ${milliseconds} ms.`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([invoke(functionArn, event, { principal: PRINCIPAL, sourceArn }), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** For the log: what an integration failed with, in one line. */
export function failureLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const kind = 'errorType' in error ? String(error.errorType) : error.name;
  return `${kind}: ${error.message.split('\n', 1)[0]}`;
}
