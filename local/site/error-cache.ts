/**
 * Cached error responses. CloudFront caches errors of GET and HEAD requests by the cache key, and serves them to every
 * viewer. The cache policies that are interpreted here have only the path in their key.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
import type { StreamableResponse } from '../http-api/http-response.ts';

/** CloudFront's default for the error caching minimum TTL. */
const DEFAULT_TTL_SECONDS = 10;

/**
 * Status codes that are always cached, and those that are cached only if the origin sets a lifetime.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html#HTTPStatusCodes-cached-errors
 */
const ALWAYS_CACHED = new Set([404, 410, 414, 500, 501, 502, 503, 504]);
const CACHED_WITH_LIFETIME = new Set([400, 403, 405, 412, 415]);
/** Only for these the origin's no-store, no-cache and private have an effect. */
const MAY_FORBID_CACHING = new Set([404, 410, 414, 501]);

export interface ErrorCacheOptions {
  /** The distribution's error caching minimum TTLs, in seconds, by status code. */
  readonly ttlSeconds: ReadonlyMap<number, number>;
  /** @returns epoch milliseconds */
  readonly now: () => number;
}

interface Cached {
  readonly response: StreamableResponse;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** @returns a function that returns a cached error, or the response that it fetches from the origin */
export function createErrorCache({ ttlSeconds, now }: ErrorCacheOptions) {
  const cached = new Map<string, Cached>();

  function secondsToCache({ statusCode, headers }: StreamableResponse): number {
    const directives = headers['cache-control'] ?? '';
    const lifetime = lifetimeOf(directives);
    if (CACHED_WITH_LIFETIME.has(statusCode) ? lifetime === undefined : !ALWAYS_CACHED.has(statusCode)) return 0;
    if (MAY_FORBID_CACHING.has(statusCode) && /\b(no-store|no-cache|private)\b/i.test(directives)) return 0;
    return Math.max(ttlSeconds.get(statusCode) ?? DEFAULT_TTL_SECONDS, lifetime ?? 0);
  }

  return async (method: string, key: string, fetch: () => Promise<StreamableResponse>): Promise<StreamableResponse> => {
    if (method !== 'GET' && method !== 'HEAD') return fetch();
    const known = cached.get(key);
    if (known && known.until > now()) return known.response;
    cached.delete(key);
    const response = await fetch();
    const seconds = secondsToCache(response);
    if (seconds > 0) cached.set(key, { response, until: now() + seconds * 1000 });
    return response;
  };
}

/** Returns the lifetime in seconds that the origin sets. `s-maxage` wins over `max-age`. */
function lifetimeOf(directives: string): number | undefined {
  const [, seconds] = /\bs-maxage=(\d+)/i.exec(directives) ?? /\bmax-age=(\d+)/i.exec(directives) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}
