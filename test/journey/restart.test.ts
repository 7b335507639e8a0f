/** What survives a restart, and a power cut. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import type { Environment } from '#client/environment.ts';
import { readLog } from '#contract/routes/conversations.ts';
import type { Message } from '#contract/schemas.ts';
import { signIn, signUpAndIn, startTestCloud } from '../support/cloud.ts';
import { spareSynthesis } from '../support/spared-synthesis.ts';
import { type ContractCheck, createContractCheck } from './contract-check.ts';
import { type Device, type Place, deviceOf, newName, signUp, texts, until, untilShown } from './people.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'message-center-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function device(
  place: Place,
  check: ContractCheck,
  username: string,
  more?: Partial<Environment>,
): Promise<Device> {
  const opened = await deviceOf(place, check, username, more);
  undo.push(() => opened.mailbox.close());
  return opened;
}

it('a restart keeps accounts, messages and read positions', async () => {
  const dataDir = await temporaryFolder();
  const [ann, ben, check] = [newName('ann'), newName('ben'), createContractCheck()];
  const before = await startTestCloud({ dataDir });
  await Promise.all([ann, ben].map((name) => signUp(before, { fetch }, name)));
  const [hers, his] = await Promise.all([device(before, check, ann), device(before, check, ben)]);
  for (const text of ['one', 'two', 'three']) hers.mailbox.sendMessage(ben, text);
  await his.mailbox.open(ann);
  await untilShown(his, ann, ['one', 'two', 'three']);
  his.mailbox.markRead(ann, 2);
  const phone = await device(before, check, ben);
  await until(phone.mailbox, 'two read', () => phone.mailbox.state.inbox[0]?.readSeq === 2);
  for (const { mailbox } of [hers, his, phone]) mailbox.close();
  await before.close();

  const after = await startTestCloud({ dataDir });
  undo.push(() => after.close());
  const again = await device(after, check, ben);
  await again.mailbox.open(ann);
  again.mailbox.sendMessage(ann, 'four');
  await untilShown(again, ann, ['one', 'two', 'three', 'four']);

  expect(again.mailbox.state.inbox).toMatchObject([{ peer: ann, lastSeq: 4, readSeq: 2, unread: 1 }]);
  expect(check.violations).toEqual([]);
});

it('a failing disk loses nothing that was acknowledged: the rest is 503, and is stored once sent again', async () => {
  const dataDir = await temporaryFolder();
  const before = await startTestCloud({ dataDir, faults: { strictInstances: false } });
  const [ann, ben] = [await signUpAndIn(before), await signUpAndIn(before)];
  const sent = new Map<string, Message>();
  const refused: number[] = [];

  before.faults.failedCommits = 0.25;
  await Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      const draft = { recipient: ben.username, body: `${n}`, clientId: randomUUID(), after: 0 };
      for (;;) {
        const answer = await ann.fetch('POST', '/messages', draft);
        // 200 answers a repeat of what a write that failed had stored.
        if (answer.ok) return sent.set(draft.body, (await answer.json()) as Message);
        refused.push(answer.status);
        if (answer.status !== 503) return undefined;
      }
    }),
  );
  before.faults.failedCommits = 0;
  await before.close();
  const after = await startTestCloud({ dataDir });
  undo.push(() => after.close());

  const again = await signIn(after, ann.username);
  const answer = await again.fetch('GET', `/conversations/${ben.username}/log?after=0&limit=200`);
  const { items } = (await answer.json()) as { items: readonly Message[] };
  expect(items.map(({ seq }) => seq)).toEqual(items.map((_, at) => at + 1));
  expect(new Map(items.map((entry) => [entry.body, entry.id]))).toEqual(
    new Map([...sent].map(([body, { id }]) => [body, id])),
  );
  expect(new Set(refused)).toEqual(new Set(refused.length > 0 ? [503] : []));
});

/** Returns the first of four free ports in a row. */
async function freePort(): Promise<number> {
  for (;;) {
    // Below the ports that the system gives to clients.
    const first = 20_000 + 4 * Math.floor(Math.random() * 2_500);
    const servers = [0, 1, 2, 3].map((offset) => createServer().listen(first + offset, '127.0.0.1'));
    const listening = await Promise.allSettled(servers.map((server) => once(server, 'listening')));
    for (const server of servers) server.close();
    if (listening.every(({ status }) => status === 'fulfilled')) return first;
  }
}

/** Runs `npm start` in a process that can be killed, and waits until it is ready. */
async function launch(port: number, environment: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['start/start.mjs'], {
    env: { ...process.env, ...environment, PORT: `${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  undo.push(() => kill(child));
  const lines: string[] = [];
  child.stderr.on('data', (data: Buffer) => lines.push(data.toString()));
  for await (const line of createInterface(child.stdout)) {
    if (line === 'ready') return child;
    lines.push(line);
  }
  throw new Error(`npm start ended before it was ready: ${lines.join('\n')}`);
}

/** Ends a process at once, like a power cut. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

it('a kill -9 during sends loses nothing that was acknowledged, and duplicates nothing', async () => {
  const [environment, port, check] = [
    await spareSynthesis(await temporaryFolder()),
    await freePort(),
    createContractCheck(),
  ];
  const acknowledged: Message[] = [];
  const recording =
    (inner: Environment['fetch']): Environment['fetch'] =>
    async (url, init) => {
      const response = await inner(url, init);
      if (init.method === 'POST' && url.endsWith('/messages') && response.ok)
        acknowledged.push((await response.clone().json()) as Message);
      return response;
    };
  const place = {
    apiUrl: `http://127.0.0.1:${port}/api`,
    webSocketUrl: `ws://127.0.0.1:${port + 2}/live`,
    mails: () => [],
  };
  const count = 40;
  const running = await launch(port, environment);
  // Without jitter, so that no retry waits long.
  const [hers, his] = await Promise.all(
    ['alice', 'bob'].map((name) =>
      device(place, check, name, {
        random: () => 0,
        fetch: recording(check.fetch(place.apiUrl, createCookieFetch())),
      }),
    ),
  );
  if (!hers || !his) throw new Error('There are two devices.');
  await Promise.all([hers.mailbox.open('bob'), his.mailbox.open('alice')]);

  for (let i = 0; i < count; i++) {
    hers.mailbox.sendMessage('bob', `hers ${i}`);
    his.mailbox.sendMessage('alice', `his ${i}`);
  }
  await until(hers.mailbox, 'in the middle of it', () => acknowledged.length >= count);
  await kill(running);
  await launch(port, environment);
  const complete = (mine: Device, peer: string) => () =>
    mine.mailbox.state.conversations[peer]?.rows.filter(({ state }) => state === 'sent').length === 2 * count;
  await until(hers.mailbox, 'complete', complete(hers, 'bob'));
  await until(his.mailbox, 'complete', complete(his, 'alice'));

  const log = await hers.session.call(readLog, { parameters: { peer: 'bob' }, query: { after: 0, limit: 200 } });
  const stored = new Map(log.items.map((entry) => [entry.id, entry]));
  for (const message of acknowledged)
    expect(stored.get(message.id)).toMatchObject({ body: message.body, sender: message.sender });
  expect(log.items.map(({ seq }) => seq)).toEqual(Array.from({ length: 2 * count }, (_, i) => i + 1));
  expect(texts(his, 'alice')).toEqual(texts(hers, 'bob'));
  expect(new Set(texts(hers, 'bob')).size).toBe(2 * count);
  expect(texts(hers, 'bob').filter((text) => text.startsWith('hers'))).toEqual(
    Array.from({ length: count }, (_, i) => `hers ${i}`),
  );
  expect(check.violations).toEqual([]);
});
