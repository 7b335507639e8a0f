/**
 * Starts the local cloud as a newcomer does, on free ports and with an empty data folder, and stops it after the
 * last test.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromiumPath } from './chromium.ts';

/** Environment variables that tell the tests the page's address, and the first of the local cloud's ports. */
export const SITE = 'MESSAGE_CENTER_SITE';
export const PORT = 'MESSAGE_CENTER_PORT';
/** Environment variable that says whom the local cloud has at the start. */
export const SEED = 'MESSAGE_CENTER_SEED';
/** How many consecutive ports the local cloud listens on. */
const PORTS = 4;
const root = fileURLToPath(new URL('../..', import.meta.url));
/** What the local cloud and its functions log. An answer of 500 names a request id, which is here with its error. */
const LOG = join(root, 'test-results/cloud.log');

export default async function start(): Promise<() => Promise<void>> {
  if (chromiumPath === undefined) {
    throw new Error(
      'The browser tests need Chromium. Get it with `apt-get install chromium` or `npx playwright install chromium`.',
    );
  }
  const port = await freePorts();
  process.env[PORT] = String(port);
  await mkdir(dirname(LOG), { recursive: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'message-center-browser-'));
  const cloud = spawn(process.execPath, ['start/start.mjs'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      SEED: process.env[SEED] ?? 'none',
      SENDS_PER_MINUTE: '0',
      CONVERSATIONS_PER_HOUR: '0',
      MAILS_PER_HOUR: '0',
    },
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
  cloud.stdout.pipe(createWriteStream(LOG));

  return async () => {
    cloud.kill('SIGINT');
    await exited;
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** The first of enough consecutive free ports, below the range of ephemeral ports. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + PORTS * Math.floor(Math.random() * 2_000);
    const free = await Promise.all(Array.from({ length: PORTS }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
