/** `npm run dev` as a person meets it, in a copy of the project whose files are then edited. */
import { cp, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it, vi } from 'vitest';
import { LEAST_VERSION, VERSION } from '#contract/version.ts';
import { spareSynthesis } from '../support/spared-synthesis.ts';
import { addressOf, run, signIn, temporaryFolder } from './program.ts';

const SOURCES = ['bin', 'lib', 'contract', 'functions', 'client', 'web', 'local', 'start'];
const FILES = ['cdk.json', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
/** A busy machine may take minutes for what takes seconds. */
const PATIENCE_MS = 300_000;

async function copyProject(): Promise<string> {
  const copy = await temporaryFolder();
  for (const path of [...SOURCES, ...FILES]) await cp(path, join(copy, path), { recursive: true });
  // A folder of its own, so that no cache is shared with a server that somebody works with.
  await mkdir(join(copy, 'node_modules'));
  for (const name of await readdir('node_modules'))
    if (!/^\.(vite|cache)/.test(name)) await symlink(resolve('node_modules', name), join(copy, 'node_modules', name));
  return copy;
}

it('npm run dev serves the page from its sources, and functions as they are saved', async () => {
  const cwd = await copyProject();
  const program = run(await spareSynthesis(await temporaryFolder()), { cwd, args: ['dev'] });
  const output = await program.ready();
  const site = addressOf(output, 'Page');
  const get = async (path: string): Promise<string> => (await fetch(`${site}${path}`)).text();

  expect(await get('/')).toContain('/@vite/client');
  expect(await get('/conversations/bob')).toContain('/src/main.tsx');
  expect(await get('/src/app.tsx')).toContain('import.meta.hot');
  expect((await fetch(`${site}/@fs${cwd}/cdk.json`)).status).toBe(403);
  expect(JSON.parse(await get('/config.json'))).toEqual({
    attachmentMegabytes: 10,
    apiUrl: addressOf(output, 'API'),
    webSocketUrl: addressOf(output, 'WebSocket'),
    version: VERSION,
    leastVersion: LEAST_VERSION,
  });
  expect(await get('/_local/outbox')).toContain('alice@example.com');
  const page = await fetch(`${site.replace('127.0.0.1', 'localhost')}/people`, {
    headers: { accept: 'text/html' },
    redirect: 'manual',
  });
  expect(page.headers.get('location')).toBe(`${site}/people`);

  const file = join(cwd, 'functions/api/openapi.ts');
  const edited = (await readFile(file, 'utf8')).replace(/title: '[^']*'/, `title: 'as it was saved'`);
  await writeFile(file, edited);

  await vi.waitFor(async () => expect(await get('/api/openapi.json')).toContain('as it was saved'), PATIENCE_MS);
  const restarted = /^functions changed: rebuilt in .* s, cloud restarted\.$/m;
  await vi.waitFor(() => expect(program.output()).toMatch(restarted), PATIENCE_MS);
  expect(await signIn(output)).toBe(200);

  await writeFile(file, `${edited}\nconst broken = ;\n`);

  await vi.waitFor(() => expect(program.output()).toMatch(/^functions changed: not rebuilt/m), PATIENCE_MS);
  expect(program.output()).toMatch(/functions\/api\/openapi\.ts:\d+:\d+: ERROR: Unexpected ";"/);
  expect(await get('/api/openapi.json')).toContain('as it was saved');

  await writeFile(join(cwd, 'local/faults.ts'), '');

  await vi.waitFor(() => expect(program.output()).toMatch(/^local changed: .*run npm run dev again/m), PATIENCE_MS);
  program.process.kill('SIGINT');
  expect(await program.ended).toBe(0);
}, 1_200_000);
