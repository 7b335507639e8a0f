/** What a person reads when a program that makes something fails. */
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { runNode } from '#start/run-node.ts';

const run = (code: string): Promise<void> => runNode(['-e', code], { failure: 'It cannot be made', signal: undefined });

it.each([
  ['the message of an error', `throw new Error('The setting x must be a number.')`, 'The setting x must be a number.'],
  [
    'all lines of a message',
    `throw new TypeError('One error:\\nusers.ts:3:4: Unexpected ";"')`,
    'One error:\nusers.ts:3:4: Unexpected ";"',
  ],
])('A failure is told by %s, without a stack', async (_, code, message) => {
  await expect(run(code)).rejects.toThrow(new Error(`It cannot be made: ${message}`));
});

it('A failure without an error is told by what was printed', async () => {
  await expect(run(`console.log('out of paper'); process.exit(1)`)).rejects.toThrow(
    'It cannot be made: \nout of paper\n',
  );
});

it('A program that is ended has ended when that is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'message-center-run-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const write = (name: string) => `require('fs').writeFileSync(${JSON.stringify(join(folder, name))}, '')`;
  const program = `
    process.on('SIGTERM', () => setTimeout(() => { ${write('last')}; process.exit(); }, 300));
    ${write('first')};
    setInterval(() => {}, 1000);`;
  const ending = new AbortController();

  const running = runNode(['-e', program], { failure: 'It cannot be made', signal: ending.signal });
  const told = running.catch((error: unknown) => error);
  await vi.waitFor(() => access(join(folder, 'first')), 60_000);
  ending.abort();

  expect(await told).toBeInstanceOf(Error);
  expect((await readdir(folder)).toSorted()).toEqual(['first', 'last']);
});

it('A program that reads its input goes on when that ends, and not before', async () => {
  const order: string[] = [];
  let end = (): void => undefined;
  const inputEnds = new Promise<void>((resolve) => (end = resolve)).then(() => void order.push('input'));
  const program = ['-e', 'process.stdin.resume().on("end", () => process.exit())'];

  const running = runNode(program, { failure: 'It cannot be made', signal: undefined, inputEnds }).then(() =>
    order.push('program'),
  );
  await sleep(200);
  end();
  await running;

  expect(order).toEqual(['input', 'program']);
});
