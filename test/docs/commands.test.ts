/** What people are told to type is understood: the options of commands, the settings, and the outputs of stacks. */

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingNames } from '#lib/settings.ts';

const texts = ['README.md', 'CONTRIBUTING.md', 'local/README.md', ...readdirSync('docs').map((name) => `docs/${name}`)]
  .filter((path) => path.endsWith('.md'))
  .map((path) => readFileSync(path, 'utf8'));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };

const matchesOf = (pattern: RegExp) =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map(([, ...groups]) => groups));

/** The sources of a script's program: those in the folder of its file, and below. */
function sourcesOf(script: string): string {
  const [entry = ''] = /[\w/-]+\.m?ts|start\/start\.mjs/.exec(scripts[script] ?? '') ?? [];
  if (entry === '') return '';
  const folder = dirname(entry);
  const files = folder === 'bin' ? [entry] : readdirSync(folder).map((name) => join(folder, name));
  return files
    .filter((path) => /\.m?[jt]s$/.test(path))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

/** The options after the `--` of a command. */
const optionsIn = (given: string): string[] =>
  [...given.matchAll(/(?<= )--([a-z][a-z-]*)/g)].map(([, name = '']) => name);

const commands = matchesOf(/npm (?:run )?([a-z:-]+) --( [^`\n]+)/g).map(([script = '', given = '']) => ({
  script,
  given,
}));

describe('a command of the documents', () => {
  it('has options that its program knows', () => {
    const options = commands.flatMap(({ script, given }) => optionsIn(given).map((name) => ({ script, name })));
    const unknown = options.filter(
      ({ script, name }) => !new RegExp(`['"](--)?${name}['"]|\\b${name}: \\{ type: `).test(sourcesOf(script)),
    );

    expect(options.length).toBeGreaterThan(15);
    expect(unknown).toEqual([]);
  });

  it('gives settings that there are', () => {
    const given = matchesOf(/-c ([A-Za-z]+)=/g).flat();
    const known = new Set<string>([...settingNames, 'stackName', 'waf', 'copiesOf']);

    expect(given.length).toBeGreaterThan(5);
    expect(given.filter((name) => !known.has(name))).toEqual([]);
  });

  it('names outputs that a stack has', () => {
    const stacks = ['message-center-stack', 'copies-stack', 'edge-stack'].map((name) =>
      readFileSync(`lib/${name}.ts`, 'utf8'),
    );
    const named = matchesOf(/(?:outputs? `|<output )([A-Za-z]+)|\$\(output \w+ \S+ ([A-Z][A-Za-z]+)\)/g)
      .flat()
      .filter((name) => name !== undefined);

    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !stacks.some((source) => source.includes(`'${name}'`)))).toEqual([]);
  });
});
