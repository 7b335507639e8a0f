/** A ceiling for the moves of a message's text between files. Whatever exceeds it should be straightened first. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

// Among them are the distribution's check, the files that a message may have, the second reader of its stream,
// the window of a long conversation, the row that counts what is unread before the window, and, on each device, what
// the row adds to the totals of the inbox.
const MOVES_MAX = 108;
const MOVES_BACK_MAX = 45;

it('the text of a message goes straight through the code', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bench/moves.ts']);

  const [, moves, back] = /^all +(\d+) +(\d+)$/m.exec(stdout) ?? [];
  expect(Number(moves)).toBeLessThanOrEqual(MOVES_MAX);
  expect(Number(back)).toBeLessThanOrEqual(MOVES_BACK_MAX);
});
