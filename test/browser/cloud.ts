/** Starts the local cloud as a newcomer does, on free ports and with an empty data folder, and ends it after the last test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Environment variable that hands the page's address to the tests. */
export const SITE = 'MESSAGE_CENTER_SITE';
const root = fileURLToPath(new URL('../..', import.meta.url));

export default async function start(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'message-center-browser-'));
  const cloud = spawn(process.execPath, ['local/start.mjs'], {
    cwd: root,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, SEED: 'none', SENDS_PER_MINUTE: '0', CONVERSATIONS_PER_HOUR: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(cloud, 'exit');
  const printed: string[] = [];
  for await (const line of createInterface({ input: cloud.stdout })) {
    printed.push(line);
    const [, site] = /^\s*Page\s+(http\S+)/.exec(line) ?? [];
    if (site) process.env[SITE] = site;
    if (line.trim() === 'ready') break;
  }
  if (!process.env[SITE]) throw new Error(`The local cloud did not start:\n${printed.join('\n')}`);
  cloud.stdout.resume();

  return async () => {
    cloud.kill('SIGINT');
    await exited;
    await rm(dataDir, { recursive: true, force: true });
  };
}
