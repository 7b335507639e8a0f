/** The hash of source files, by which what was made from them is found again. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folders that are no sources: what is built, and what is installed (package-lock.json stands for it). */
const skipped = new Set(['dist', 'node_modules']);

/** @returns whether the file is one that Vim or Emacs keep beside a file that is open */
export const isTemporary = (name: string): boolean => /^\..*\.sw[a-z]$|~$|^\.?#/.test(name);

/**
 * @param root what the paths are relative to
 * @param paths files and folders; one that does not exist counts as empty
 * @param text anything else that the result depends on
 * @returns 32 hexadecimal digits, the same wherever the root is
 */
export function contentHash(root: string, paths: readonly string[], text = ''): string {
  const hash = createHash('sha256').update(text);
  for (const file of paths.flatMap((path) => filesIn(join(root, path)))) {
    const content = readFileSync(file);
    hash.update(`\0${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
}

function filesIn(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return (
    readdirSync(path)
      // Editors keep hidden files beside those that are open.
      .filter((name) => !skipped.has(name) && !name.startsWith('.'))
      .sort()
      .flatMap((name) => filesIn(join(path, name)))
  );
}
