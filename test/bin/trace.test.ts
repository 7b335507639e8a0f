/** A stack of a deployed function is read with the sources it was deployed from. */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { bundleOf } from '#lib/bundle.ts';

const trace = (args: readonly string[], input: string): string =>
  execFileSync(process.execPath, ['--import', 'tsx', 'bin/trace.ts', ...args], {
    input,
    encoding: 'utf8',
    stdio: 'pipe',
  });

/** @returns what Node prints when the bundle is loaded without its environment variables */
async function failingStack(bundle: string): Promise<string> {
  const print = 'console.log(JSON.stringify({ stack: error.stack }))';
  const code = `import(${JSON.stringify(bundle)}).catch((error) => ${print})`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', code], { env: {} });
  return stdout;
}

it('A stack of a deployed function names the files and lines of its sources', async () => {
  const bundle = pathToFileURL(join(bundleOf('socket/authorize'), 'index.mjs')).href;
  const stack = (await failingStack(bundle)).replaceAll(bundle, 'file:///var/task/index.mjs');
  const lines = readFileSync('functions/aws/environment.ts', 'utf8').split('\n');
  const thrown = lines.findIndex((line) => line.includes('is not set')) + 1;

  const read = trace(['socket/authorize'], `START\n${stack}END\n`);

  expect(stack).toMatch(/index\.mjs:1:\d+/);
  expect(read).toMatch(
    new RegExp(
      `^START\n.*is not set.*functions/aws/environment\\.ts:${thrown}:.*functions/socket/authorize\\.ts:.*\nEND\n$`,
    ),
  );
  expect(read).not.toContain('index.mjs');
}, 90_000);

it('A function that does not exist is answered with those that do', () => {
  expect(() => trace(['http/mesages'], '')).toThrow(/one of .*http\/messages/);
});
