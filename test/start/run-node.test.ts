/** What a person reads when a program that makes something fails. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
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
