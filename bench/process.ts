/** The local cloud in a process of its own, on a fresh data directory, and the processor time and memory it takes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Linux counts processor time in hundredths of a second (USER_HZ), whatever the kernel's own clock. */
const MS_PER_TICK = 10;
const BYTES_PER_PAGE = 4096;
const START_TIMEOUT_MS = 120_000;

/** Settings that lift the limits on sending and on signing up. */
export const UNLIMITED = { SENDS_PER_MINUTE: '0', CONVERSATIONS_PER_HOUR: '0', MAILS_PER_HOUR: '0' };

export interface Resources {
  /** Processor time since the start, user and system. */
  readonly cpuMs: number;
  /** Resident memory, in bytes. */
  readonly memory: number;
}

export interface CloudProcess {
  readonly siteUrl: string;
  /** Returns the resources of the process and its descendants, or undefined if there is no /proc. */
  resources(): Promise<Resources | undefined>;
  /** Ends the cloud in order and removes its data. */
  stop(): Promise<void>;
}

interface Options {
  /** Settings of `npm start`. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder for CPU profiles of the cloud's threads, which are written when it ends. */
  readonly profileDir?: string | undefined;
  /** The folder of another checkout. */
  readonly folder?: string;
  /** The folder with the data, which then stays. */
  readonly data?: string;
}

export async function startCloudProcess({ environment, profileDir, folder, data }: Options): Promise<CloudProcess> {
  const dataDir = data ?? (await mkdtemp(join(tmpdir(), 'message-center-bench-')));
  const profiling = profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
  const child = spawn(process.execPath, [...profiling, 'start/start.mjs'], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, SEED: 'none', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(folder !== undefined && { cwd: folder }),
  });
  const stop = async (): Promise<void> => {
    await ended(child);
    if (data === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const siteUrl = await addressOf(child);
    return { siteUrl, resources: () => resourcesOf(child.pid ?? 0), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Reads what the cloud prints until it is ready. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The local cloud has no output to read.');
  const timer = setTimeout(() => child.kill(), START_TIMEOUT_MS);
  let siteUrl = '';
  for await (const line of createInterface({ input: child.stdout })) {
    siteUrl ||= /^\s*Page\s+(\S+)/.exec(line)?.[1] ?? '';
    if (line !== 'ready') continue;
    clearTimeout(timer);
    // Keep reading: a full pipe would block the cloud.
    child.stdout.resume();
    return siteUrl;
  }
  clearTimeout(timer);
  throw new Error('The local cloud did not start. What it printed last says why.');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function resourcesOf(root: number): Promise<Resources | undefined> {
  const stats = new Map<number, Resources & { parent: number }>();
  const pids = await readdir('/proc').catch(() => []);
  for (const pid of pids.filter((name) => /^[0-9]+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The name of the program, in parentheses, may hold anything. The fields after it are numbered from 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const field = (number: number): number => Number(fields[number - 3] ?? 0);
    const ticks = field(14) + field(15) + field(16) + field(17);
    stats.set(Number(pid), { parent: field(4), cpuMs: ticks * MS_PER_TICK, memory: field(24) * BYTES_PER_PAGE });
  }
  if (!stats.has(root)) return undefined;
  const ours = [...stats].filter(([pid]) => descendsFrom(pid, root, stats)).map(([, stat]) => stat);
  return { cpuMs: sum(ours.map(({ cpuMs }) => cpuMs)), memory: sum(ours.map(({ memory }) => memory)) };
}

function descendsFrom(pid: number, root: number, stats: ReadonlyMap<number, { parent: number }>): boolean {
  let current = pid;
  while (current !== root && current > 0) current = stats.get(current)?.parent ?? 0;
  return current === root;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
