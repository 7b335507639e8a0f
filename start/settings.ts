/** What `npm start` is told by the environment. */
import { readFileSync } from 'node:fs';

export interface Settings {
  /** Of the site; the HTTP API, the WebSocket API and the AWS endpoint have the next three. */
  readonly port: number;
  readonly dataDir: string;
  readonly seed: boolean;
  /** The stack's own settings, as `cdk deploy -c name=value` takes them. */
  readonly context: Readonly<Record<string, string>>;
}

/** So that the ports after it exist, too. */
const LARGEST_PORT = 65_535 - 3;

/**
 * @param variables of the environment; one that is empty counts as not given
 * @throws {Error} with the name of the variable and what it may be
 */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const environment = Object.fromEntries(Object.entries(variables).filter(([, value]) => value));
  const { PORT = '3000', DATA_DIR = '.local', SEED = 'people' } = environment;
  if (!/^\d{1,5}$/.test(PORT) || Number(PORT) > LARGEST_PORT)
    throw new Error(`PORT must be a number from 0 to ${LARGEST_PORT}; it is ${PORT}.`);
  if (!['people', 'none'].includes(SEED)) throw new Error(`SEED must be people or none; it is ${SEED}.`);
  return { port: Number(PORT), dataDir: DATA_DIR, seed: SEED === 'people', context: contextOf(environment) };
}

/** `MESSAGES_TO_LOAD=30` is the context setting `messagesToLoad`; those that exist are in cdk.json. */
function contextOf(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const { context } = JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')) as {
    context: Record<string, unknown>;
  };
  const given = Object.keys(context)
    // CDK's own have an @, a colon or a hyphen.
    .filter((name) => /^[a-zA-Z]+$/.test(name))
    .map((name): [string, string | undefined] => [name, environment[name.replace(/[A-Z]/g, '_$&').toUpperCase()]]);
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
