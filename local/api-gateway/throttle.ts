/**
 * Throttling of stages by a token bucket: it holds `burstLimit` requests and refills at `rateLimit` a second. Off unless a
 * test turns it on.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
import type { ApiDefinition } from './definition.ts';

interface Bucket {
  tokens: number;
  /** Milliseconds since 1970. */
  filledAt: number;
}

/**
 * @param isOn asked at each request
 * @param now returns milliseconds since 1970
 * @returns a function that takes a request of a stage, and returns false if the stage refuses it
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
