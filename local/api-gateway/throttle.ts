/**
 * Throttling of stages with a token bucket, which holds `burstLimit` tokens and refills at `rateLimit` per second. It
 * is off unless a test turns it on.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
import type { ApiDefinition } from './definition.ts';

interface Bucket {
  tokens: number;
  /** Epoch milliseconds. */
  filledAt: number;
}

/**
 * @param isOn called at each request
 * @param now returns epoch milliseconds
 * @returns a function to call with the stage of each request. It returns false if the stage refuses the request.
 */
export function createThrottle(
  { throttling }: Pick<ApiDefinition, 'throttling'>,
  isOn: () => boolean,
  now: () => number = Date.now,
): (stage: string) => boolean {
  const buckets = new Map<string, Bucket>();

  return (stage) => {
    const limits = throttling.get(stage);
    if (!limits || !isOn()) return true;
    const { rateLimit, burstLimit } = limits;
    const at = now();
    const { tokens, filledAt } = buckets.get(stage) ?? { tokens: burstLimit, filledAt: at };
    const filled = Math.min(burstLimit, tokens + ((at - filledAt) * rateLimit) / 1000);
    const accepted = filled >= 1;
    buckets.set(stage, { tokens: accepted ? filled - 1 : filled, filledAt: at });
    return accepted;
  };
}
