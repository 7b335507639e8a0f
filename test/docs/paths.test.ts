/** What the documents point at exists: files, folders, headings and npm scripts. */

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'local/README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((path) => join('docs', path)),
]
  .filter((path) => path.endsWith('.md') && existsSync(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** Names of all files: a document may name one without its folder. */
const names = new Set(
  readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\.|node_modules|cdk\.out)/.test(entry.name))
    .flatMap(({ name }) => readdirSync(name, { recursive: true, encoding: 'utf8' }))
    .map((path) => basename(path)),
);

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };

/** What people and commands make, and nobody commits. */
const generated = readFileSync('.gitignore', 'utf8').split('\n');

/** True unless a document names a file or folder that does not exist, by its path or by a source file's name alone. */
function isThere(from: string, name: string): boolean {
  if (!name.includes('/')) return !/\.(tsx?|mjs|md)$/.test(name) || names.has(name);
  return existsSync(name) || existsSync(join(dirname(from), name)) || generated.includes(name);
}

/** The groups of all matches of a global pattern. */
const allOf = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.filter((group) => group !== undefined));

/** A heading's anchor, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (markdown: string): string[] => allOf(markdown, /^#+ (.+)$/gm).map(anchorOf);

/** True if a link from a document leads to something. */
function leadsSomewhere(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : join(dirname(from), path);
  return existsSync(target) && (anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).includes(anchor));
}

describe('the documents', () => {
  it('are found', () => {
    expect(documents.map(({ path }) => path)).toContain('docs/architecture.md');
  });

  it('name folders and files that exist', () => {
    const missing = documents.flatMap(({ path, text }) =>
      allOf(text, /`([\w.@-]+(?:\/[\w.@-]+)*\/?)`/g)
        .filter((name) => !isThere(path, name))
        .map((name) => `${path}: ${name}`),
    );

    expect(missing).toEqual([]);
  });

  it('have links that lead somewhere', () => {
    const dead = documents.flatMap(({ path, text }) =>
      allOf(text, /\]\(([^)\s]+)\)/g)
        .filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(path, link))
        .map((link) => `${path}: ${link}`),
    );

    expect(dead).toEqual([]);
  });

  it('name npm scripts that exist', () => {
    const missing = documents.flatMap(({ path, text }) =>
      allOf(text, /\bnpm run (?:-\S+ |--\S+ )*([\w:-]+)|\bnpm (start|test)\b/g)
        .filter((name) => !(name in scripts))
        .map((name) => `${path}: ${name}`),
    );

    expect(missing).toEqual([]);
  });
});
