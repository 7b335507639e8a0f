/**
 * Counts how often the text of one message moves from file to file, from Alice's mailbox to Bob's: a measure of how
 * straight the code is. A move back is one into a file that the text had been in before, on the same device or in the
 * same invocation of a function. The same tree gives the same numbers.
 *
 * @example npm run bench:moves -- --verbose --tree ../another-checkout
 */

import { resolve } from 'node:path';
import { readOptions } from '#bin/read-options.ts';
import { follow } from './moves/follow.ts';
import { movesOf } from './moves/recorder.ts';

const { values } = readOptions({
  command: 'npm run bench:moves',
  usage: `Usage: npm run bench:moves -- [options]

Counts how often the text of one message moves from file to file, from Alice's mailbox to Bob's.

  --tree <folder>  another checkout
  --verbose        prints every move`,
  options: { tree: { type: 'string', default: '.' }, verbose: { type: 'boolean', default: false } },
});
const steps = await follow(resolve(values.tree));
const moves = movesOf(steps);

if (values.verbose) {
  for (const { to, isBack, by } of moves) console.log(`${isBack ? 'back ' : '     '} ${to.padEnd(40)} ${by}`);
  console.log();
}

const row = (name: string, ...cells: (string | number)[]) =>
  console.log(name.padEnd(12) + cells.map((cell) => String(cell).padStart(8)).join(''));
row('into', 'moves', 'back');
for (const room of new Set(moves.map(({ to }) => roomOf(to)).sort())) {
  const into = moves.filter(({ to }) => roomOf(to) === room);
  row(room, into.length, into.filter(({ isBack }) => isBack).length);
}
row('all', moves.length, moves.filter(({ isBack }) => isBack).length);

function roomOf(file: string): string {
  return file.slice(0, file.indexOf('/'));
}
