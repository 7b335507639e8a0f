/** Builds files of a tree with a recorder inside. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { instrument } from './instrument.ts';

/**
 * @param tree absolute folder of a checkout of the project; packages are loaded from there, too
 * @param exports what the bundle exports, by paths from there
 * @returns path of the bundle
 */
export async function bundle(tree: string, name: string, exports: readonly string[]): Promise<string> {
  const folder = join(tree, 'node_modules/.cache/moves');
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, `${name}.mjs`);
  await build({
    stdin: { contents: exports.join('\n'), resolveDir: tree, loader: 'ts' },
    plugins: [instrument(tree)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    target: 'node20',
  });
  return outfile;
}
