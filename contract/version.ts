/**
 * Versions: pages and functions are deployed one after the other, and either may be rolled back, so each side meets
 * the other in another version. The rules that keep them talking are in docs/architecture.md, "Versions".
 */

/**
 * The version that this side speaks. Raise it by one, once for each deployment that changes the contract: by a new kind
 * of entry or frame, a new field or route.
 */
export const VERSION = 5;
/** The first version whose functions know generations of logs. */
export const GENERATIONS_SINCE = 2;
/** The oldest version of a page that the functions still serve. Raise it only where serving it would do harm. */
export const LEAST_VERSION = 1;

/** In requests: the version of the client, which may leave it out. In answers: that of the function. */
export const VERSION_HEADER = 'x-version';

/** Returns the version in a header; undefined where there is none. */
export const versionIn = (header: string | null | undefined): number | undefined =>
  header && /^[0-9]{1,9}$/.test(header) ? Number(header) : undefined;
