/** What is deployed with the page, after the functions: the addresses of the API, and the page's version. */

const CONFIG_URL = '/config.json';

interface Config {
  readonly apiUrl: string;
  readonly webSocketUrl: string;
  readonly version?: number;
}

/** @throws without a network, or if the deployment of the site is incomplete */
export async function readConfig(): Promise<Config> {
  const response = await fetch(CONFIG_URL);
  if (!response.ok) throw new Error(`${CONFIG_URL} answered ${response.status}`);
  return (await response.json()) as Config;
}
