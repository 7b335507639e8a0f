/** The settings of `npm start` and `npm run dev`, which come from environment variables. */
import { readFileSync } from 'node:fs';
import { nearestName } from '#lib/nearest-name.ts';
import { PUSH_HOST } from '#local/template/addresses.ts';

export interface Settings {
  /** The site's port. The HTTP API, the WebSocket API and the AWS endpoint take the next three. 0: four free ports. */
  readonly port: number;
  /** The folder of everything that is stored. */
  readonly dataDir: string;
  /** Whether to go on with data of which something acknowledged is lost. */
  readonly acceptLoss: boolean;
  /** Whether tables can be restored to an earlier second, which doubles what is stored. */
  readonly keepsHistory: boolean;
  /** Whether the first start on empty data signs up two people. */
  readonly seed: boolean;
  /** The stack's own settings, as `cdk deploy -c name=value` takes them. */
  readonly context: Readonly<Record<string, string>>;
}

const ACCEPT_LOSS = '--accept-loss';

/** The three ports after the site's must exist as well. */
const LARGEST_PORT = 65_535 - 3;

/**
 * @param variables the environment; an empty variable counts as not set
 * @param options what follows the command, such as `--accept-loss`
 * @throws {Error} that names the variable or option and what it may be
 */
export function readSettings(
  variables: Readonly<Record<string, string | undefined>>,
  options: readonly string[] = [],
): Settings {
  const unknown = options.find((option) => option !== ACCEPT_LOSS);
  if (unknown !== undefined) throw new Error(`There is no option ${unknown}. There is ${ACCEPT_LOSS}.`);
  const environment = Object.fromEntries(Object.entries(variables).filter(([, value]) => value));
  const { PORT = '3000', DATA_DIR = '.local', SEED = 'people', HISTORY = 'false' } = environment;
  if (!/^\d{1,5}$/.test(PORT) || Number(PORT) > LARGEST_PORT)
    throw new Error(`PORT must be a number from 0 to ${LARGEST_PORT}; it is ${PORT}.`);
  if (!['true', 'false'].includes(HISTORY)) throw new Error(`HISTORY must be true or false; it is ${HISTORY}.`);
  if (!['people', 'none'].includes(SEED)) throw new Error(`SEED must be people or none; it is ${SEED}.`);
  return {
    port: Number(PORT),
    dataDir: DATA_DIR,
    acceptLoss: options.includes(ACCEPT_LOSS),
    keepsHistory: HISTORY === 'true',
    seed: SEED === 'people',
    context: contextOf(environment),
  };
}

/**
 * Reads the stack's settings: `MESSAGES_TO_LOAD=30` sets `messagesToLoad`. cdk.json lists those that exist.
 * @throws {Error} that names a variable which is probably a misspelled setting
 */
function contextOf(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const { context } = JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')) as {
    context: Record<string, unknown>;
  };
  const settings = Object.keys(context)
    // Names of the CDK's own settings have an @, a colon or a hyphen. A stack's name means nothing here.
    .filter((name) => /^[a-z]+$/i.test(name) && name !== 'stackName')
    .map((name) => ({ name, variable: name.replace(/[A-Z]/g, '_$&').toUpperCase() }));
  requireVariables(
    Object.keys(environment),
    settings.map(({ variable }) => variable),
  );
  const given: Record<string, string> = Object.fromEntries(
    settings.flatMap(({ name, variable }) => {
      const value = environment[variable];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  // A browser here may use its vendor's push service, and a test the local cloud's.
  return { ...given, pushHosts: `${given['pushHosts'] ?? String(context['pushHosts'])},${PUSH_HOST}` };
}

/** Letters that two names may differ by if one is a misspelling of the other. */
const MOST_EDITS = 2;

/**
 * Refuses variables that are probably misspelled. The environment is full of other programs' variables, so a name
 * is only refused if it is near one of ours and begins with the same letter: MESAGES_TO_LOAD or messagesToLoad, not
 * EMAIL_FROM.
 */
function requireVariables(given: readonly string[], ours: readonly string[]): void {
  for (const name of given.filter((candidate) => !ours.includes(candidate))) {
    const withUnderscores = name.replace(/(?<=[a-z])[A-Z]/g, '_$&');
    const nearest = nearestName(withUnderscores, ours, MOST_EDITS);
    if (nearest?.startsWith(name.slice(0, 1).toUpperCase()))
      throw new Error(
        `There is no setting ${name}. Did you mean ${nearest}? If it belongs to another program, unset it here.`,
      );
  }
}
