/** The local cloud in a process of its own, on a fresh data directory, and what it costs: processor time and memory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Linux counts processor time in hundredths of a second (USER_HZ), whatever the kernel's own clock. */
const MILLISECONDS_PER_TICK = 10;
const BYTES_PER_PAGE = 4096;
const START_TIMEOUT = 120_000;

interface Usage {
  /** Processor time since the start, user and system, in milliseconds. */
  readonly cpu: number;
  /** Resident memory in bytes. */
  readonly memory: number;
}

export interface CloudProcess {
  readonly siteUrl: string;
  /** Of the process and all its descendants; undefined where there is no /proc. */
  usage(): Promise<Usage | undefined>;
  /** Ends it in order and removes its data. */
  stop(): Promise<void>;
}

/** @param profileDir where the cloud leaves a CPU profile of each of its threads when it ends */
export async function startCloudProcess(profileDir?: string): Promise<CloudProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'message-center-bench-'));
  const profiling = profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
  const child = spawn(process.execPath, [...profiling, 'start/start.mjs'], {
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: dataDir,
      SEED: 'none',
      SENDS_PER_MINUTE: '0',
      CONVERSATIONS_PER_HOUR: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const siteUrl = await addressOf(child);
    return { siteUrl, usage: () => usageOf(child.pid ?? 0), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Reads what the cloud prints until it is ready. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The local cloud has no output to read.');
  const timer = setTimeout(() => child.kill(), START_TIMEOUT);
  let siteUrl = '';
  for await (const line of createInterface({ input: child.stdout })) {
    siteUrl ||= /^\s*Page\s+(\S+)/.exec(line)?.[1] ?? '';
    if (line !== 'ready') continue;
    clearTimeout(timer);
    // Whatever else it prints must not fill the pipe.
    child.stdout.resume();
    return siteUrl;
  }
  clearTimeout(timer);
  throw new Error('The local cloud did not start; what it printed last says why.');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function usageOf(root: number): Promise<Usage | undefined> {
  const stats = new Map<number, { parent: number; cpu: number; memory: number }>();
  const pids = await readdir('/proc').catch(() => []);
  for (const pid of pids.filter((name) => /^[0-9]+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The name of the program, in parentheses, may hold anything; the fields after it are numbered from 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const field = (number: number): number => Number(fields[number - 3] ?? 0);
    const ticks = field(14) + field(15) + field(16) + field(17);
    stats.set(Number(pid), {
      parent: field(4),
      cpu: ticks * MILLISECONDS_PER_TICK,
      memory: field(24) * BYTES_PER_PAGE,
    });
  }
  if (!stats.has(root)) return undefined;
  const ours = [...stats].filter(([pid]) => descendsFrom(pid, root, stats)).map(([, stat]) => stat);
  return { cpu: sum(ours.map(({ cpu }) => cpu)), memory: sum(ours.map(({ memory }) => memory)) };
}

function descendsFrom(pid: number, root: number, stats: ReadonlyMap<number, { parent: number }>): boolean {
  let current = pid;
  while (current !== root && current > 0) current = stats.get(current)?.parent ?? 0;
  return current === root;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
