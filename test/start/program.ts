/** `npm start` and `npm run dev` as a person meets them: a program, what it prints and how it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Program {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  /** Resolves with the output once it says `ready`. */
  ready(): Promise<string>;
}

interface RunOptions {
  /** A copy of the project; this one unless said otherwise. */
  readonly cwd?: string;
  readonly args?: readonly string[];
  readonly nodeOptions?: readonly string[];
}

/** Runs it on free ports; it ends with the test. */
export function run(
  environment: Readonly<Record<string, string>>,
  { cwd, args = [], nodeOptions = [] }: RunOptions = {},
): Program {
  const child = spawn(process.execPath, [...nodeOptions, 'start/start.mjs', ...args], {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, PORT: '0', ...environment },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    process: child,
    output: () => output,
    ended,
    ready: () =>
      new Promise((resolve, reject) => {
        child.stdout.on('data', () => /^ready$/m.test(output) && resolve(output));
        void ended.then(() => reject(new Error(output)));
      }),
  };
}

/** @returns a folder that goes with the test */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'message-center-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** @returns what the program printed beside a name: an address, or a folder */
export const addressOf = (output: string, name: string): string =>
  new RegExp(`${name} +(\\S+)`).exec(output)?.[1] ?? '';

/** Signs in as one of the people who are there from the start. @returns the status */
export async function signIn(output: string): Promise<number> {
  const answer = await fetch(`${addressOf(output, 'API')}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'alice', password: 'correct horse battery' }),
  });
  return answer.status;
}
