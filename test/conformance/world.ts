/** The message center under test, found by its base URL alone, and three people who use it. */

import { randomUUID } from 'node:crypto';
import { createDevice, type Device, type Place } from './client.ts';

export interface Person {
  readonly name: string;
  readonly password: string;
  /** Both are signed in, each with its own session. */
  readonly desk: Device;
  readonly phone: Device;
}

export interface World extends Place {
  readonly ann: Person;
  readonly ben: Person;
  readonly cat: Person;
  close(): Promise<void>;
}

type Account = Pick<Person, 'name' | 'password'>;

/**
 * @param apiUrl `https://<site>/api`; if undefined, a local cloud is started
 * @param people accounts to use, as `name:password,…`; if undefined, three are created
 * @param notify what announcements carry on a local cloud that is started (`notify` of the settings)
 */
export async function openWorld(
  apiUrl: string | undefined,
  people: string | undefined,
  notify: 'ids' | 'inline' = 'ids',
): Promise<World> {
  const cloud =
    apiUrl === undefined
      ? await startCloud(notify)
      : { apiUrl: apiUrl.replace(/\/+$/, ''), close: () => Promise.resolve() };
  try {
    const place = { apiUrl: cloud.apiUrl, webSocketUrl: await webSocketUrlOf(cloud.apiUrl) };
    const accounts = people === undefined ? await signUpThree(place) : accountsIn(people);
    const [ann, ben, cat] = await Promise.all(accounts.map((account) => signIn(place, account)));
    if (!ann || !ben || !cat) throw new Error('The suite needs three people.');
    return { ...place, ann, ben, cat, close: cloud.close };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

/** Starts a local cloud with the default limits of a deployment. */
async function startCloud(notify: 'ids' | 'inline'): Promise<{ readonly apiUrl: string; close(): Promise<void> }> {
  const [{ startTestCloud }, { assemblyWith, inlineAssemblyWith }] = await Promise.all([
    import('../support/cloud.ts'),
    import('../support/edited-assembly.ts'),
  ]);
  const limits = { SENDS_PER_MINUTE: '60', SEND_BURST: '20', CONVERSATIONS_PER_HOUR: '20' };
  const edited = notify === 'inline' ? inlineAssemblyWith : assemblyWith;
  return startTestCloud({ assembly: await edited({ ...limits, POSTS_PER_DAY: '3', OPEN_POSTS: '10' }) });
}

async function webSocketUrlOf(apiUrl: string): Promise<string> {
  const config = await json(new URL('/config.json', apiUrl));
  if (!isRecord(config) || typeof config['webSocketUrl'] !== 'string') {
    throw new Error(
      `${apiUrl} is not the API of a message center: its site has no /config.json. Set API_URL to https://<site>/api.`,
    );
  }
  return config['webSocketUrl'];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Returns an answer's JSON; undefined if it is not JSON: a site answers unknown paths with its page. */
async function json(url: URL): Promise<unknown> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Error(`Nothing answers at ${url.origin}: is API_URL right?`, { cause });
  });
  const isJson = response.ok && response.headers.get('content-type')?.startsWith('application/json');
  const text = await response.text();
  return isJson ? JSON.parse(text) : undefined;
}

function accountsIn(people: string): Account[] {
  const accounts = people.split(',').flatMap((pair) => {
    const [, name, password] = /^\s*([^:]+):(.+)$/.exec(pair) ?? [];
    return name && password ? [{ name, password }] : [];
  });
  if (accounts.length !== 3)
    throw new Error(
      'CONFORMANCE_PEOPLE must be three people: name:password,name:password,name:password (no comma in a password).',
    );
  return accounts;
}

/** Creates three people, with the codes from the local cloud's outbox. */
async function signUpThree(place: Place): Promise<Account[]> {
  const outbox = new URL('/_local/outbox', place.apiUrl);
  if (!Array.isArray(await json(outbox))) {
    throw new Error(
      'This message center mails its codes, so the suite cannot sign anybody up. ' +
        'Create three accounts for it and name them: ' +
        'CONFORMANCE_PEOPLE=ann:<password>,ben:<password>,cat:<password>. ' +
        'How: docs/operations.md, "Checking a deployment".',
    );
  }
  const accounts = ['ann', 'ben', 'cat'].map((name) => ({
    name: `${name}-${randomUUID().slice(0, 8)}`,
    password: 'correct horse battery',
  }));
  const device = createDevice(place);
  for (const { name, password } of accounts) {
    const email = `${name}@example.com`;
    const { status } = await device.call('POST', '/auth/sign-up', { username: name, email, password });
    const mails = (await json(outbox)) as readonly { readonly to: string; readonly code: string }[];
    if (status !== 202) throw new Error(`The sign-up of ${name} was answered with ${status}.`);
    await device.act('POST', '/auth/confirm', { username: name, code: mails.find(({ to }) => to === email)?.code });
  }
  return accounts;
}

/**
 * Returns the password that a person with this one has for a while. A run that ends meanwhile is repaired by the
 * next.
 */
export const passwordMeanwhile = (password: string): string => `${password} (meanwhile)`;

async function signIn(place: Place, { name, password }: Account): Promise<Person> {
  const [desk, phone] = [createDevice(place), createDevice(place)];
  let { status } = await desk.signIn(name, password);
  if (status === 401 && (await desk.signIn(name, passwordMeanwhile(password))).status === 200) {
    ({ status } = await desk.changePassword(passwordMeanwhile(password), password));
  }
  if (status !== 200)
    throw new Error(`${name} cannot sign in (${status}): check the password, and that the account is confirmed.`);
  await phone.signIn(name, password);
  // An account that was created by hand gets its profile here.
  await desk.get('/me');
  return { name, password, desk, phone };
}
