/**
 * The local cloud in a process, as `npm start` runs it. It can be killed and started again on the same ports and
 * data.
 */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface CloudProcess {
  /** The port of the site. The WebSocket API has the second port after it. */
  readonly port: number;
  /** Where its data is. */
  readonly folder: string;
  readonly kills: number;
  /** How long each start took that was not killed itself, including the first, in milliseconds. */
  readonly starts: readonly number[];
  /**
   * Starts it, and settles once it is ready, or killed.
   * @throws {Error} if it ends by itself
   */
  start(): Promise<void>;
  /** Ends it at once, like a power cut. */
  kill(): Promise<void>;
  /** Rejects if the cloud ends without being killed. */
  readonly failure: Promise<never>;
}

/**
 * @param folder for the data, and for what the cloud prints
 * @param log name of the file for what it prints
 */
export async function createCloudProcess(folder: string, log = 'cloud.log'): Promise<CloudProcess> {
  const port = await freePort();
  const printed = createWriteStream(join(folder, log), { flags: 'a' });
  const starts: number[] = [];
  let kills = 0;
  let child: ChildProcess | undefined;
  let fail: (error: Error) => void = () => {};
  const failure = new Promise<never>((_, reject) => (fail = reject));
  // Those who wait for it are rejected all the same.
  failure.catch(() => {});
  // Nothing keeps running, however this process ends.
  process.once('exit', () => child && killGroup(child));

  return {
    port,
    folder,
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
          MAILS_PER_HOUR: '0',
          ATTACHMENTS_PER_HOUR: '0',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        // A process group of its own is killed with everything in it. Ctrl-C only reaches the run, which ends the
        // cloud.
        detached: true,
      });
      child = started;
      started.stderr.pipe(printed, { end: false });
      const ended = once(started, 'exit').then(() => {
        if (child !== started) return;
        const error = new Error(`The cloud has ended by itself. Its last output says why: ${join(folder, log)}`);
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

/** Returns the first of four free ports in a row. */
async function freePort(): Promise<number> {
  for (;;) {
    // Below the ports that the system gives to clients: a client could take one while the cloud is down.
    const first = 20_000 + 4 * Math.floor(Math.random() * 2_500);
    const servers = [0, 1, 2, 3].map((offset) => createServer().listen(first + offset, '127.0.0.1'));
    const listening = await Promise.allSettled(servers.map((server) => once(server, 'listening')));
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    if (listening.every(({ status }) => status === 'fulfilled')) return first;
  }
}
