/** What is deployed with the page, after the functions: the addresses of the API, and the page's version. */
import { deviceStorage, readJson } from '../browser/storage.ts';

const CONFIG_URL = '/config.json';
const CONFIG_KEY = 'config';

interface Config {
  readonly apiUrl: string;
  readonly webSocketUrl: string;
  readonly version?: number;
  /** Where the operator's terms and policies are. */
  readonly termsUrl?: string;
  readonly privacyUrl?: string;
  readonly imprintUrl?: string;
  /** How many megabytes a picture or file may have. */
  readonly attachmentMegabytes?: number;
}

/** @throws without a network, or if the deployment of the site is incomplete */
export async function readConfig(): Promise<Config> {
  const response = await fetch(CONFIG_URL);
  if (!response.ok) throw new Error(`${CONFIG_URL} answered ${response.status}`);
  const config = (await response.json()) as Config;
  deviceStorage.write(CONFIG_KEY, JSON.stringify(config));
  return config;
}

/** Returns what was read last: without a network, the page starts by it. */
export const rememberedConfig = (): Config | undefined => (readJson(CONFIG_KEY) ?? undefined) as Config | undefined;
