/** The cookies of the API. Only the server reads and sets them; no script sees them. */

/**
 * Their names by what they are for. Browsers take a `__Host-` cookie from the host itself alone, over https, and for
 * all its paths, so that no neighbouring host can plant one (RFC 6265bis, 4.1.3.2).
 */
export const COOKIES = { refreshToken: '__Host-refresh', device: '__Host-device' } as const;

export type Cookie = keyof typeof COOKIES;
