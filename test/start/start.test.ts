/** `npm start` as a person meets it. */
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { seededPosts } from '#start/seed-posts.ts';
import { PASSWORD } from '#start/seed.ts';
import { spareSynthesis } from '../support/spared-synthesis.ts';
import { addressOf, run, signIn, temporaryFolder } from './program.ts';

interface Inbox {
  readonly items: readonly { readonly peer: string }[];
  readonly requests: number;
}

/** Returns the titles of the posts that alice finds, and what her inbox has. */
async function seenByAlice(output: string) {
  const api = addressOf(output, 'API');
  const signedIn = await fetch(`${api}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'alice', password: PASSWORD }),
  });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  const read = async (path: string): Promise<unknown> =>
    (await fetch(`${api}${path}`, { headers: { authorization: `Bearer ${accessToken}` } })).json();
  const posts = (await read('/posts')) as { items: readonly { title: string }[] };
  const { items, requests } = (await read('/conversations')) as Inbox;
  const peers = items.map(({ peer }) => peer).toSorted();
  return { titles: posts.items.map(({ title }) => title), peers, requests };
}

describe('npm start', () => {
  it('says where everything is, seeds what there is to see once, ends with Ctrl-C and keeps all data', async () => {
    const environment = await spareSynthesis(await temporaryFolder());
    const first = run(environment);
    const output = await first.ready();

    expect(output).toMatch(/alice, bob; password: correct horse battery/);
    expect(await (await fetch(addressOf(output, 'Page'))).text()).toContain('<!doctype html>');
    expect(await (await fetch(addressOf(output, 'Outbox'))).text()).toContain('alice@example.com');
    expect(addressOf(output, 'WebSocket')).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/live$/);
    expect(await signIn(output)).toBe(200);
    const titles = seededPosts.map(({ title }) => title).toReversed();
    const seen = { titles, peers: ['clara', 'diogo'], requests: 1 };
    await vi.waitFor(async () => expect(await seenByAlice(output)).toEqual(seen), 60_000);
    const second = run(environment);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/^.*already in use.*\n$/);

    first.process.kill('SIGINT');

    expect(await first.ended).toBe(0);
    const again = run(environment);
    const outputAgain = await again.ready();
    expect(await signIn(outputAgain)).toBe(200);
    expect(await seenByAlice(outputAgain)).toEqual(seen);
    expect(outputAgain).not.toContain('Mail to');
    again.process.kill('SIGINT');
    expect(await again.ended).toBe(0);
  });

  it('ends with Ctrl-C while it is still starting, and leaves nothing half made', async () => {
    const DATA_DIR = await temporaryFolder();
    const { process: child, ended, output } = run({ DATA_DIR, MESSAGES_TO_LOAD: '9' });
    await vi.waitFor(() => expect(output()).toContain('Synthesizing'), 150_000);

    child.kill('SIGINT');

    expect(await ended).toBe(0);
    expect(output()).not.toMatch(/Error|can not|cannot/);
    expect((await readdir(DATA_DIR, { recursive: true })).filter((name) => name !== 'cloud')).toEqual([]);
  });

  it.each([
    [
      'a data folder that cannot be written',
      { DATA_DIR: 'package.json/data' },
      /^The folder package\.json\/data cannot be written.*DATA_DIR=/,
    ],
    [
      'one that cannot be made, and of which Node says that its parent is missing',
      { DATA_DIR: '/proc/x/y' },
      /^The folder \/proc\/x\/y cannot be written.*DATA_DIR=/,
    ],
    ['a setting that makes no sense', { PORT: 'many' }, /^PORT must be/],
  ])('ends with one clear line at %s', async (_, environment, line) => {
    const { ended, output } = run(environment);

    expect(await ended).toBe(1);
    expect(output()).toMatch(line);
    expect(output().trim().split('\n')).toHaveLength(1);
  });

  it('ends with one clear line when the data folder has lost data', async () => {
    const environment = await spareSynthesis(await temporaryFolder());
    await mkdir(join(environment.DATA_DIR ?? '', 'database'));
    await writeFile(join(environment.DATA_DIR ?? '', 'database', 'ACKNOWLEDGED'), '0000000000000007\n');

    const { ended, output } = run(environment);

    expect(await ended).toBe(1);
    expect(output()).toMatch(/^The database in .* has lost data that was acknowledged: .*-- --accept-loss\.\n$/);
  });

  it('ends with one clear line when a port is taken', async () => {
    const DATA_DIR = await temporaryFolder();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;

    const { ended, output } = run({ DATA_DIR, PORT: String(port) });

    expect(await ended).toBe(1);
    expect(output()).toMatch(new RegExp(`^Port ${port} is already in use\\..*PORT=.*\\n$`));
  });

  it('ends with one clear line on a Node that is too old', async () => {
    const folder = await temporaryFolder();
    const oldNode = join(folder, 'old-node.mjs');
    await writeFile(
      oldNode,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } });`,
    );

    const { ended, output } = run({}, { nodeOptions: ['--import', oldNode] });

    expect(await ended).toBe(1);
    expect(output()).toMatch(/^Node 20\.18\.3 is too old.*20\.19.*\n$/);
  });
});
