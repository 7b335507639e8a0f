/**
 * Keeps a program as one JavaScript file, and makes it again once one of its sources has changed: to load more than a
 * hundred modules of TypeScript takes longer than all that `npm start` does then. Plain JavaScript, since it comes
 * before anything that could load TypeScript.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Nothing that is starting still needs a file of an earlier state after this time. */
const KEPT_MS = 60 * 60_000;

/**
 * @param {string} entry path of the program
 * @param {string} folder where the file is kept
 * @param {readonly string[]} others files on which the result depends besides its sources
 * @returns {Promise<string>} the file's URL
 * @throws {Error} where a source cannot be compiled or the folder cannot be written
 */
export async function bundled(entry, folder, others = []) {
  const name = hashOf(entry);
  const list = join(folder, `${name}.json`);
  const kept = read(list);
  if (kept && Object.entries(kept.sources).every(([path, hash]) => hashOfFile(path) === hash)) return kept.url;

  const { code, sources } = await bundle(entry);
  const file = join(folder, `${name}.${hashOf(code)}.mjs`);
  mkdirSync(folder, { recursive: true });
  removeEarlier(folder, name);
  write(file, code);
  const url = pathToFileURL(file).href;
  const hashes = Object.fromEntries([...sources, ...others].map((path) => [path, hashOfFile(path)]));
  write(list, JSON.stringify({ url, sources: hashes }));
  return url;
}

/** Returns what is kept, if it is there and whole. */
function read(list) {
  try {
    const kept = JSON.parse(readFileSync(list, 'utf8'));
    statSync(new URL(kept.url));
    return kept;
  } catch {
    return undefined;
  }
}

async function bundle(entry) {
  const { build } = await import('esbuild');
  const sources = [];
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    sourcesContent: false,
    plugins: [
      {
        name: 'sources',
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            sources.push(path);
            // A module that looks for files beside itself still finds them.
            const url = JSON.stringify(pathToFileURL(path).href);
            return { contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', url), loader: 'ts' };
          });
        },
      },
    ],
  });
  return { code: outputFiles[0].text, sources };
}

/** Writes a file whole or not at all: another process may be reading it. */
function write(file, content) {
  const made = `${file}.${process.pid}`;
  writeFileSync(made, content);
  renameSync(made, file);
}

function removeEarlier(folder, name) {
  for (const path of readdirSync(folder)
    .filter((each) => each.startsWith(`${name}.`))
    .map((each) => join(folder, each)))
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > KEPT_MS) rmSync(path, { force: true });
}

const hashOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Undefined for a file that is gone. */
function hashOfFile(path) {
  try {
    return hashOf(readFileSync(path));
  } catch {
    return undefined;
  }
}
