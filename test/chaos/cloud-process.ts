/** The local cloud as `npm start` runs it, in a process that is killed and started again on the same ports and data. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface CloudProcess {
  /** Port of the site; that of the WebSocket API is the second after it. */
  readonly port: number;
  readonly kills: number;
  /** Milliseconds that each start took which was not itself killed, the first one too. */
  readonly starts: readonly number[];
  /** Settles when it is ready, or was killed before. Rejects when it ends by itself. */
  start(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Rejects when the cloud ends though nobody has killed it. */
  readonly failure: Promise<never>;
}

/**
 * @param folder gets the data, and what the cloud prints
 * @param log name of the file for the latter
 */
export async function createCloudProcess(folder: string, log = 'cloud.log'): Promise<CloudProcess> {
  const port = await freePort();
  const printed = createWriteStream(join(folder, log), { flags: 'a' });
  const starts: number[] = [];
  let kills = 0;
  let child: ChildProcess | undefined;
  let fail: (error: Error) => void = () => {};
  const failure = new Promise<never>((_, reject) => (fail = reject));
  // Whoever waits for it hears of it all the same.
  failure.catch(() => {});
  // Nothing is left behind, however this process ends.
  process.once('exit', () => child && killGroup(child));

  return {
    port,
    failure,
    starts,
    get kills() {
      return kills;
    },
    async start() {
      const began = performance.now();
      const started = spawn(process.execPath, ['start/start.mjs'], {
        env: {
          ...process.env,
          PORT: `${port}`,
          DATA_DIR: folder,
          SEED: 'none',
          SENDS_PER_MINUTE: '0',
          CONVERSATIONS_PER_HOUR: '0',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        // In a group of its own, to be killed with what it starts; Ctrl-C is for the run, which ends it.
        detached: true,
      });
      child = started;
      started.stderr.pipe(printed, { end: false });
      const ended = once(started, 'exit').then(() => {
        if (child !== started) return;
        const error = new Error(`The cloud has ended by itself. What it printed last says why: ${join(folder, log)}`);
        fail(error);
        throw error;
      });
      const ready = new Promise<void>((resolve) => {
        createInterface(started.stdout).on('line', (line) => {
          printed.write(`${line}\n`);
          if (line !== 'ready') return;
          starts.push(performance.now() - began);
          resolve();
        });
      });
      ended.catch(() => {});
      await Promise.race([ready, ended]);
    },
    async kill() {
      const killed = child;
      child = undefined;
      if (!killed || killed.exitCode !== null) return;
      kills++;
      const exit = once(killed, 'exit');
      killGroup(killed);
      await exit;
    },
  };
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}

/** The first of four ports that are free. */
async function freePort(): Promise<number> {
  for (;;) {
    // Below those that the system gives to clients, which would take one while the cloud is down.
    const first = 20_000 + 4 * Math.floor(Math.random() * 2_500);
    const servers = [0, 1, 2, 3].map((offset) => createServer().listen(first + offset, '127.0.0.1'));
    const listening = await Promise.allSettled(servers.map((server) => once(server, 'listening')));
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    if (listening.every(({ status }) => status === 'fulfilled')) return first;
  }
}
