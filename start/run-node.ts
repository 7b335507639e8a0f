/** Runs Node programs that make what the local cloud runs. */
import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { root } from './cache.ts';

const run = promisify(execFile);

/** The message of an error that ended a program, which may take several lines, without the stack below it. */
const ERROR_MESSAGE = /^\w*Error: (.+(?:\n(?! {4}at ).+)*)/m;

interface RunOptions {
  /** What the error says when the program fails: "The page cannot be built". */
  readonly failure: string;
  /** Environment variables. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  /** The program reads its standard input to the end, which comes when this has resolved. */
  readonly inputEnds?: Promise<void> | undefined;
}

/**
 * @param args of Node: the program's file and its arguments
 * @throws {Error} that says what to fix: the message of the program's error, or all that it printed where it has none
 */
export async function runNode(
  args: readonly string[],
  { failure, variables, signal, inputEnds }: RunOptions,
): Promise<void> {
  // Nothing else of the environment, which is not in the keys of the cache: a NODE_ENV would make another page.
  const { PATH, HOME, TMPDIR } = process.env;
  const running = run(process.execPath, [...args], {
    cwd: root,
    env: { PATH, HOME, TMPDIR, ...variables },
    ...(signal && { signal }),
  });
  try {
    // Where this rejects, the caller ends the program by its signal.
    inputEnds?.then(
      () => running.child.stdin?.end(),
      () => undefined,
    );
    await running;
  } catch (error) {
    await exited(running.child);
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const [, message = `\n${stderr || stdout || String(error)}`] = ERROR_MESSAGE.exec(stderr) ?? [];
    throw new Error(`${failure}: ${message}`, { cause: error });
  }
}

/** Waits until a program has ended: one that was told to end may still write for a moment. */
async function exited(child: ChildProcess): Promise<void> {
  const isOver = child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  if (!isOver) await once(child, 'exit');
}
