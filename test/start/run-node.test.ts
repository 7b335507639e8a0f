/** What a person reads when a program that makes something fails. */
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
