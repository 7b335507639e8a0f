/**
 * Turns the cloud's addresses into local ones. CDK builds addresses piecemeal (`wss://` joined with an id and a suffix),
 * so this works on finished texts: it looks for `https://<host>` and `wss://<host>` of the hosts the stack makes.
 */

/** `host:port` of each local listener. */
export interface Addresses {
  readonly site: string;
  readonly httpApi: string;
  readonly webSocketApi: string;
  readonly aws: string;
}

/** @param hosts the cloud's host names, each with the local `host:port` that stands for it */
export function createLocalize(hosts: ReadonlyMap<string, string>): (text: string) => string {
  const names = [...hosts.keys()].map((host) => host.replaceAll('.', '\\.'));
  const pattern = new RegExp(`\\b(https|wss)://(${names.join('|')})(?![\\w.-])`, 'g');
  return (text) =>
    text.replace(
      pattern,
      (_, scheme: string, host: string) => `${scheme === 'wss' ? 'ws' : 'http'}://${hosts.get(host) ?? host}`,
    );
}

/** Applies `localize` to every text in a value. */
export function localizeDeep(value: unknown, localize: (text: string) => string): unknown {
  if (typeof value === 'string') return localize(value);
  if (Array.isArray(value)) return value.map((element) => localizeDeep(element, localize));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, property]) => [key, localizeDeep(property, localize)]));
}
