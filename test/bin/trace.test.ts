/** A stack of a deployed function is read with the sources it was deployed from. */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';

const trace = (args: readonly string[], input: string): string =>
  execFileSync(process.execPath, ['--import', 'tsx', 'bin/trace.ts', ...args], {
    input,
    encoding: 'utf8',
    stdio: 'pipe',
  });

/** @returns the address of the code that is deployed for a function */
function deployed(logicalId: RegExp): string {
  const template = readFileSync(join(inject('assembly'), 'MessageCenter.template.json'), 'utf8');
  const { Resources } = JSON.parse(template) as { Resources: Readonly<Record<string, { Properties?: Code }>> };
  const [, { Properties } = {}] = Object.entries(Resources).find(([id]) => logicalId.test(id)) ?? [];
  const asset = Properties?.Code?.S3Key.replace(/\.zip$/, '');
  return pathToFileURL(join(inject('assembly'), `asset.${asset}`, 'index.mjs')).href;
}

interface Code {
  readonly Code?: { readonly S3Key: string };
}

/** @returns what Node prints when the bundle is loaded without its environment variables */
async function failingStack(bundle: string): Promise<string> {
  const print = 'console.log(JSON.stringify({ stack: error.stack }))';
  const code = `import(${JSON.stringify(bundle)}).catch((error) => ${print})`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', code], { env: {} });
  return stdout;
}

it('A stack of a deployed function names the files and lines of its sources', async () => {
  const bundle = deployed(/^WebSocketApiAuthorizeFunction[0-9A-F]{8}$/);
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
}, 240_000);

it('A function that does not exist is answered with those that do', () => {
  expect(() => trace(['http/mesages'], '')).toThrow(/one of .*http\/messages/);
});
