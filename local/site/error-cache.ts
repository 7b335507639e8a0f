/**
 * Error responses at an edge: CloudFront keeps those of GET and HEAD by the cache key, and answers everybody with them. The
 * policies that are interpreted here have the path alone in their key.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
import type { HttpResponse } from '../http-api/http-response.ts';

/** Error caching minimum TTL where the distribution does not set one, in seconds. */
const DEFAULT_TTL_SECONDS = 10;

/**
 * Cached always, and cached only if the origin gives a lifetime.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html#HTTPStatusCodes-cached-errors
 */
const ALWAYS_CACHED = new Set([404, 410, 414, 500, 501, 502, 503, 504]);
const CACHED_WITH_LIFETIME = new Set([400, 403, 405, 412, 415]);
/** For these alone the origin's no-store, no-cache and private count. */
const MAY_FORBID_CACHING = new Set([404, 410, 414, 501]);

export interface ErrorCacheOptions {
  /** The distribution's error caching minimum TTLs, in seconds, by status code. */
  readonly ttlSeconds: ReadonlyMap<number, number>;
  /** @returns milliseconds since 1970 */
  readonly now: () => number;
}

interface Cached {
  readonly response: HttpResponse;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** @returns a function that fetches a response from an edge: an error it still has, or what the origin answers */
export function createErrorCache({ ttlSeconds, now }: ErrorCacheOptions) {
  const cached = new Map<string, Cached>();

  function secondsToKeep({ statusCode, headers }: HttpResponse): number {
    const directives = headers['cache-control'] ?? '';
    const lifetime = lifetimeOf(directives);
    if (CACHED_WITH_LIFETIME.has(statusCode) ? lifetime === undefined : !ALWAYS_CACHED.has(statusCode)) return 0;
    if (MAY_FORBID_CACHING.has(statusCode) && /\b(no-store|no-cache|private)\b/i.test(directives)) return 0;
    return Math.max(ttlSeconds.get(statusCode) ?? DEFAULT_TTL_SECONDS, lifetime ?? 0);
  }

  return async (method: string, key: string, fetch: () => Promise<HttpResponse>): Promise<HttpResponse> => {
    if (method !== 'GET' && method !== 'HEAD') return fetch();
    const kept = cached.get(key);
    if (kept && kept.until > now()) return kept.response;
    cached.delete(key);
    const response = await fetch();
    const seconds = secondsToKeep(response);
    if (seconds > 0) cached.set(key, { response, until: now() + seconds * 1000 });
    return response;
  };
}

/** Seconds that the origin gives, s-maxage first; undefined without one. */
function lifetimeOf(directives: string): number | undefined {
  const [, seconds] = /\bs-maxage=(\d+)/i.exec(directives) ?? /\bmax-age=(\d+)/i.exec(directives) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}
