/**
 * The addresses that pushes may be posted to. A browser names the address, so a person can name any: only those of
 * known push services are ever called.
 */

/** An entry of the list: an origin, whose host may begin with `*.` for any one host below. */
const ENTRY = /^(https?):\/\/(\*\.)?([a-z0-9.-]+)(:\d+)?$/;
/** A host name; never an address of the network. */
const HOST_NAME = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** True for an address that may be called. */
export type IsPushAddress = (endpoint: string) => boolean;

/**
 * Returns the rule for a list of origins, separated by commas: `https://fcm.googleapis.com,https://*.push.apple.com`.
 * Addresses are `https`, on the usual port, without credentials, and name their host. Only an origin that the list
 * itself names with `http` and a port, as the local cloud's own, is taken as it stands.
 * @throws {Error} that names an entry which is no origin
 */
export function pushAddresses(list: string): IsPushAddress {
  const entries = list.split(',').map((entry) => {
    const [, scheme, wildcard, host = '', port] = ENTRY.exec(entry) ?? [];
    if (host === '') throw new Error(`The push host ${entry} is no origin.`);
    return { scheme, isWildcard: wildcard !== undefined, host, port };
  });
  const origins = new Set(
    entries.filter(({ scheme }) => scheme === 'http').map(({ host, port }) => `http://${host}${port ?? ''}`),
  );
  const hosts = entries.filter(({ scheme }) => scheme === 'https');
  return (endpoint) => {
    const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    // What is called is what was read: an address that a parser writes in another way is refused.
    if (!url || url.href !== endpoint || url.username !== '' || url.password !== '' || url.hash !== '') return false;
    if (origins.has(url.origin)) return true;
    if (url.protocol !== 'https:' || url.port !== '' || !HOST_NAME.test(url.hostname)) return false;
    return hosts.some(({ isWildcard, host }) =>
      isWildcard ? url.hostname.endsWith(`.${host}`) : url.hostname === host,
    );
  };
}
