/**
 * Replaces the cloud's addresses with local ones. CDK joins addresses from parts (`wss://`, an id, a suffix), so this
 * works on resolved strings: it looks for `https://<host>` and `wss://<host>` with the hosts of the stack's resources.
 */

/** The `host:port` of each local listener. */
export interface Addresses {
  readonly site: string;
  readonly httpApi: string;
  readonly webSocketApi: string;
  readonly aws: string;
}

/**
 * The host of the local cloud's own push service, which it has whatever the template holds: a name that never resolves
 * (RFC 6761), so that a template which lists it is as safe in the cloud.
 */
export const PUSH_HOST = 'push.local.invalid';

/** @param hosts the local `host:port` of each host name of the cloud */
export function createLocalize(hosts: ReadonlyMap<string, string>): (text: string) => string {
  const names = [...hosts.keys()].map((host) => host.replaceAll('.', '\\.'));
  const pattern = new RegExp(`\\b(https|wss)://(${names.join('|')})(?![\\w.-])`, 'g');
  return (text) =>
    text.replace(
      pattern,
      (_, scheme: string, host: string) => `${scheme === 'wss' ? 'ws' : 'http'}://${hosts.get(host) ?? host}`,
    );
}

/** Applies `localize` to every string in a value. */
export function localizeDeep(value: unknown, localize: (text: string) => string): unknown {
  if (typeof value === 'string') return localize(value);
  if (Array.isArray(value)) return value.map((element) => localizeDeep(element, localize));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, property]) => [key, localizeDeep(property, localize)]));
}
