/** Commands say how they are used, and refuse what they do not know, before they do anything. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };
/** Commands that are programs of the project, by name. `deploy` hands its arguments on to the CDK. */
const commands = Object.entries(scripts).flatMap(([name, script]) => {
  const [, file] = /^node --import tsx ((?:bench|bin|test)\/\S+\.ts)$/.exec(script) ?? [];
  return file === undefined ? [] : [{ name, file }];
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (file: string, option: string): Promise<Ended> =>
  new Promise((resolve) => {
    // Nothing runs at this port.
    const env = { ...process.env, PORT: '1' };
    execFile(process.execPath, ['--import', 'tsx', file, option], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

it('There are commands', () => {
  expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['bench', 'cost', 'restore', 'test:chaos']));
});

describe.each(commands)('npm run $name', ({ name, file }) => {
  it('says how it is used', async () => {
    const { code, stdout } = await run(file, '--help');

    expect(stdout).toMatch(new RegExp(`^Usage: npm run ${name}\\b`));
    expect(code).toBe(0);
  }, 60_000);

  it('refuses an option that it does not know, in one line', async () => {
    const { code, stdout, stderr } = await run(file, '--no-such-option');

    expect(stderr).toBe(`Unknown option '--no-such-option'. For what there is: npm run ${name} -- --help\n`);
    expect([code, stdout]).toEqual([1, '']);
  }, 60_000);
});
